"""``/docs``: Swagger UI, served from this machine (its two files come with the package fastapi-offline).

Nothing on the page comes from another host; its content security policy holds it to that.
"""

from importlib.resources import as_file, files

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse

_SCRIPT = "/docs/swagger-ui-bundle.js"
_STYLE = "/docs/swagger-ui.css"
_SETTINGS = {
    # Swagger UI would ask a validator on the internet about the page otherwise.
    "validatorUrl": None,
    "persistAuthorization": False,
    "tryItOutEnabled": True,
}
_POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' data:; "
    "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)


def docs_router(*, title: str, openapi_url: str = "/openapi.json") -> APIRouter:
    """Return the routes of the API's description for people."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def page() -> HTMLResponse:
        html = get_swagger_ui_html(
            openapi_url=openapi_url,
            title=title,
            swagger_js_url=_SCRIPT,
            swagger_css_url=_STYLE,
            swagger_favicon_url="data:,",
            swagger_ui_parameters=_SETTINGS,
        )
        html.headers["Content-Security-Policy"] = _POLICY
        return html

    @router.get(_SCRIPT)
    def script() -> FileResponse:
        return _asset("swagger-ui-bundle.js", "text/javascript")

    @router.get(_STYLE)
    def style() -> FileResponse:
        return _asset("swagger-ui.css", "text/css")

    return router


def _asset(name: str, media_type: str) -> FileResponse:
    with as_file(files("fastapi_offline") / "static" / name) as path:
        return FileResponse(path, media_type=media_type, headers={"Cache-Control": "max-age=3600"})
