"""Made-up feeds: posts and comments as WordPress writes them."""

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><title>{title}</title>
<link>https://example.org/{link}</link>
<atom:link href="https://example.org/{own}" rel="self" type="application/rss+xml"/>
"""
TAIL = "</channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'


def rss(*items, title="A blog", link="", own="feed/"):
    return RSS.format(title=title, link=link, own=own) + "".join(items) + TAIL


def item(number="1", inside="", **changed):
    fields = {
        "title": "Huddles &amp; falls",
        "link": f"https://example.org/post-{number}/",
        "dc:creator": "<![CDATA[Asha Rao]]>",
        "pubDate": "Mon, 04 Mar 2024 09:00:00 +0000",
        "guid": f"https://example.org/?p={number}",
        "description": "<![CDATA[We hold [&#8230;]]]>",
        "content:encoded": "<![CDATA[<p>We hold a <b>huddle</b>.</p>]]>",
        "wfw:commentRss": f"https://example.org/post-{number}/feed/",
    } | {key.replace("__", ":"): value for key, value in changed.items()}
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value is not None)
    return f"<item>{inner}{inside}</item>\n"


def said(number="5", post="1", name="Dan Chalk", body="<p>Which day?</p>", **changed):
    fields = {
        "title": f"By: {name}",
        "link": f"https://example.org/post-{post}/#comment-{number}",
        "dc:creator": name,
        "guid": f"https://example.org/?p={post}#comment-{number}",
        "content:encoded": f"<![CDATA[{body}]]>",
        "description": None,
        "wfw:commentRss": None,
    } | changed
    return item(post, **fields)
