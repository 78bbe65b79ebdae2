"""The chat page: pure views (question, answer and article to HTML), the conversation, and its Gradio layout.

``bot.page.mount.mount_page`` is the way in. It is not imported here, so that the views load without Gradio.
"""

import os

# Gradio reads this when it is imported, and reports every start to its makers otherwise. A package is run before
# any of its modules, so it stands here and not beside an import that a sorter may move.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
