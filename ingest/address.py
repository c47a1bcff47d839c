"""Web addresses made comparable."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that say how somebody came to a page, not which page it is.
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|share)$")
# Longer ones are no page's address but carry data, and no index takes them.
_LONGEST = 2000
_INDEX = re.compile(r"/(?:index\.\w{3,5})?$")


def plain_address(url: str) -> str:
    """Return an address without what differs between copies of it: scheme, www, tracking, fragment, last slash.

    Empty for what is no web address, or only a site's front page, which many documents carry.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.match(name)])
    path = _INDEX.sub("", parts.path)
    if (not path and not query) or len(url) > _LONGEST:
        return ""
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{path}{'?' + query if query else ''}"
