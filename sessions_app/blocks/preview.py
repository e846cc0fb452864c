"""The page in which the editor sees a block before choosing it."""

PREVIEW = "sessions_app/admin/preview/block.html"
