"""The description of the API: complete, and served from this machine alone."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.api_app import app_for
from tests.fake_bot import FakeBot


@pytest.fixture
def client() -> TestClient:
    """Return a client of the API."""
    return TestClient(app_for(FakeBot()))


def test_docs_come_from_this_machine_alone(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert not re.search(r"https?:|//[a-z]", re.sub(r"<!--.*?-->", "", page.text))
    assert "default-src 'none'" in page.headers["content-security-policy"]
    local = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert len(local) == 2
    for path in local:
        asset = client.get(path)
        assert asset.status_code == 200
        assert len(asset.content) > 100_000
        assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//", asset.text) or path.endswith(".js")


def test_openapi_documents_every_route_and_error(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/ask",
        "/api/ask/stream",
        "/api/articles",
        "/api/articles/{id}",
        "/healthz",
        "/readyz",
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            for status, response in operation["responses"].items():
                if status != "200":
                    schema = response["content"]["application/json"]["schema"]
                    assert schema["$ref"].endswith("/ErrorBody")
    assert list(described["components"]["schemas"]["AnswerBody"]["required"])[:3] == [
        "id",
        "question",
        "standalone_question",
    ]
    assert "HTTPValidationError" not in described["components"]["schemas"]
