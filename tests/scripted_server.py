"""The scripted model server, for tests: where it lives is ``evals``, because ``python -m evals.hostile`` needs it too."""

from evals.hostile.scripted_server import MODEL, Asked, ScriptedServer, refused_url, scripted_server
from evals.hostile.scripted_wire import SERVER_TEXT, Fault, Script

__all__ = ["MODEL", "SERVER_TEXT", "Asked", "Fault", "Script", "ScriptedServer", "refused_url", "scripted_server"]
