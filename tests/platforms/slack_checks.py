"""What Slack refuses in a message, and what a reader sees of one; knows no server."""

import re

_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|([^<>]+))?>")


def check(body):
    """Say what Slack would refuse in a message, or what is not escaped: [error, where]."""
    text, blocks = body.get("text"), body.get("blocks", [])
    if not text:
        return ["no_text", ""]
    if len(text) > 4000 or _unescaped(text):
        return ["msg_too_long", text[:200]]
    if "blocks" in body and not 1 <= len(blocks) <= 50:
        return ["invalid_blocks", len(blocks)]
    wrong = [found for block in blocks for found in _wrong_block(block)]
    ids = [
        one.get("action_id") for block in blocks for one in block.get("elements", ()) if "action_id" in one
    ]
    if len(ids) != len(set(ids)):
        wrong.append(ids)
    total = sum(len(text) for block in blocks for text in _texts(block))
    return ["invalid_blocks", *wrong] if wrong or total > 13_000 else []


def _wrong_block(block):
    if block["type"] == "section":
        assert set(block) == {"type", "text"}
        yield from _wrong_text(block["text"], 3000)
    elif block["type"] == "context":
        if not 1 <= len(block["elements"]) <= 10:
            yield "context"
        for element in block["elements"]:
            yield from _wrong_text(element, 2000)
    elif block["type"] == "actions":
        if not 1 <= len(block["elements"]) <= 25:
            yield "actions"
        for element in block["elements"]:
            yield from _wrong_button(element)
    else:
        yield block["type"]


def _wrong_button(element):
    if set(element) - {"type", "text", "action_id", "value", "url", "style"} or element["type"] != "button":
        yield element
    yield from _wrong_text(element["text"], 75, {"plain_text"})
    if not 1 <= len(element["action_id"]) <= 255 or len(element.get("value", "")) > 2000:
        yield element
    url = element.get("url", "https://x")
    if len(url) > 3000 or not re.fullmatch(r"https?://[^\s<>|]+", url):
        yield url


def _wrong_text(given, most, kinds=frozenset({"plain_text", "mrkdwn"})):
    kind, text = given["type"], given["text"]
    if (
        kind not in kinds
        or not 1 <= len(text) <= most
        or not text.strip()
        or _unescaped(text, links=kind == "mrkdwn")
    ):
        yield text
    if set(given) != {"type", "text", "verbatim" if kind == "mrkdwn" else "emoji"}:
        yield given


def _unescaped(text, *, links=False):
    rest = _LINK.sub(lambda found: found[2] or "", text) if links else text
    return re.search(
        r"[<>]|&(?!(?:amp|lt|gt);)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest
    )


def shown(message):
    """Give the words of a message as a reader sees them, with where its links lead."""
    texts = [piece for block in message.get("blocks", ()) for piece in _texts(block)]
    shown = "\n".join(texts) or message["text"]
    shown = _LINK.sub(lambda found: f"{found[2]} ({found[1]})" if found[2] else found[1], shown)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(block):
    for one in [block.get("text"), *block.get("elements", ())]:
        if one:
            yield one["text"]["text"] if isinstance(one["text"], dict) else one["text"]
            if "url" in one:
                yield one["url"]
