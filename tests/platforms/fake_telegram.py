"""A small strict Telegram over real HTTP, and a person in front of it.

It refuses what the real one refuses of the methods that the bot uses, and keeps a list of what it refused.
"""

import asyncio
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from aiohttp import web

from alerts.subscribing import Address
from bot.platforms.telegram import TelegramPlatform

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

TOKEN = "4242:" + "Sec-ret_" * 4
USERNAME = "rolecall_test_bot"

_PARAMETERS = {
    "getMe": set(),
    "getChatMember": {"chat_id", "user_id"},
    "deleteWebhook": {"drop_pending_updates"},
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert"},
    "sendMessage": {
        "chat_id",
        "text",
        "parse_mode",
        "reply_markup",
        "message_thread_id",
        "link_preview_options",
    },
    "editMessageText": {
        "chat_id",
        "message_id",
        "text",
        "parse_mode",
        "reply_markup",
        "link_preview_options",
    },
}
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
# Refusals that say what became of a message, not that the request was wrong.
_FATES = ("message to edit not found", "message is not modified")
_TAG = re.compile(r'<(?:/(?P<end>\w+)|(?P<tag>\w+)(?: href="(?P<url>[^"<>]*)")?)>')
_REFERENCE = re.compile(r"&(lt|gt|amp|quot);")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class Refused(Exception):  # noqa: N818  # it is an answer, no error of ours
    """What Telegram answers instead of a result."""

    def __init__(self, code, description, **parameters):
        self.code = code
        self.body = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass
class Shown:
    """A message as the person sees it."""

    number: int
    chat: int
    text: str
    links: list[str]
    rows: list[list[dict]]
    thread: int | None = None

    @property
    def keys(self):
        return [key for row in self.rows for key in row]


class FakeTelegram:
    """One bot's server. ``faults`` holds (method, kind) in the order in which they strike."""

    def __init__(self):
        self.messages = []
        self.edits = 0
        self.calls = []
        self.refused = []
        self.faults = []
        self.answers = {}
        self.roles = {}
        self.commands = []
        self.polling = 0
        self.broken = False
        self.token = TOKEN
        self._updates = []
        self._numbers = count(1)
        self._news = asyncio.Condition()
        self._runner = None
        self.base_url = ""

    async def start(self):
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{port}/bot"

    async def stop(self):
        await self._runner.cleanup()

    async def until(self, done, seconds=5):
        """Wait until something is so."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(done)

    async def tell(self, **update):
        """Queue an update for the bot."""
        self._updates.append({"update_id": next(self._numbers), **update})
        await self._tick()

    def message(self, text, chat=1001, user=1001, **more):
        """Make a message as the bot would be told of it."""
        kind = "private" if chat > 0 else "supergroup"
        return {
            "message_id": next(self._numbers),
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": kind},
            "from": {"id": user, "is_bot": False, "first_name": "Ann"},
            "text": text,
            **more,
        }

    async def say(self, text, **more):
        await self.tell(message=self.message(text, **more))

    async def press(self, data, chat=1001, user=1001, message=None):
        """Press a button, there or not; gives the id under which the answer will be."""
        number = str(next(self._numbers))
        query = {
            "id": number,
            "from": {"id": user, "is_bot": False, "first_name": "Ann"},
            "chat_instance": "1",
            "data": data,
            "message": message or self.message("a message of ours", chat=chat),
        }
        await self.tell(callback_query=query)
        return number

    def last(self):
        """Give the newest message as a press tells of it."""
        newest = self.messages[-1] if self.messages else None
        return newest and {**self.message(newest.text), "message_id": newest.number}

    def sent(self, method="sendMessage"):
        return [parameters for name, parameters in self.calls if name == method]

    async def _tick(self):
        async with self._news:
            self._news.notify_all()

    async def _serve(self, request):
        method = request.match_info["method"]
        parameters = {key: _decoded(key, value) for key, value in (await request.post()).items()}
        self.calls.append((method, parameters))
        await self._tick()
        try:
            body = {"ok": True, "result": await self._answer(request, method, parameters)}
            status = 200
        except Refused as refusal:
            body, status = refusal.body, refusal.code
        finally:
            await self._tick()
        if body.get("result") == "garbage":
            return web.Response(text="<html>", content_type="text/html")
        return web.json_response(body, status=status)

    async def _answer(self, request, method, parameters):
        if self.broken:
            request.transport.abort()
        kind = self._fault(method)
        if kind == "drop":
            request.transport.abort()
            await asyncio.sleep(0)
        if kind == "hang":
            await asyncio.Event().wait()
        if kind == "garbage":
            return "garbage"
        if isinstance(kind, Refused):
            raise kind
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")
        try:
            result = await self._do(method, parameters)
        except Refused as refusal:
            if not any(fate in refusal.body["description"] for fate in _FATES):
                self.refused.append((method, parameters, refusal.body))
            raise
        await self._spoil(request, kind)
        return result

    @staticmethod
    async def _spoil(request, kind):
        """Fail after all was done; a drip is so slow that no client's time-out for a single read notices."""
        if kind == "drop_after":
            request.transport.abort()
        if kind == "fail_after":
            raise Refused(502, "Bad Gateway")
        if kind != "drip":
            return
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b" ")
            await asyncio.sleep(0.05)

    def _fault(self, method):
        for at, (name, kind) in enumerate(self.faults):
            if name == method:
                del self.faults[at]
                return kind
        return None

    async def _do(self, method, parameters):
        if method not in _PARAMETERS or set(parameters) - _PARAMETERS[method]:
            raise Refused(404, f"Not Found: {method} {sorted(parameters)}")
        return await getattr(self, "_" + re.sub("[A-Z]", lambda found: "_" + found[0].lower(), method))(
            parameters
        )

    async def _get_me(self, _):
        return {"id": 4242, "is_bot": True, "first_name": "Rolecall", "username": USERNAME}

    async def _get_chat_member(self, given):
        user = {"id": given["user_id"], "is_bot": False, "first_name": "Ann"}
        role = self.roles.get(given["user_id"], "member")
        rights = dict.fromkeys(("can_be_edited", "is_anonymous", *_RIGHTS), False)
        return {"user": user, "status": role, **(rights if role in ("creator", "administrator") else {})}

    async def _delete_webhook(self, _):
        return True

    async def _get_updates(self, given):
        self._updates = [update for update in self._updates if update["update_id"] >= given.get("offset", 0)]
        self.polling += 1
        if self.polling > 1 and given.get("timeout"):  # a last look, which does not wait, may overlap
            self.refused.append(("getUpdates", {}, "two pollers"))
        try:
            await self.until(lambda: self._updates, seconds=given.get("timeout", 0))
        except TimeoutError:
            pass
        finally:
            self.polling -= 1
        return [one for one in self._updates if (set(one) - {"update_id"}) <= set(given["allowed_updates"])]

    async def _set_my_commands(self, given):
        for one in given["commands"]:
            if (
                not re.fullmatch(r"[a-z0-9_]{1,32}", one["command"])
                or not 1 <= len(one["description"]) <= 256
            ):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands = given["commands"]
        return True

    async def _answer_callback_query(self, given):
        text = given.get("text", "")
        if len(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answers[given["callback_query_id"]] = text
        return True

    async def _edit_message_text(self, given):
        at = next((at for at, one in enumerate(self.messages) if one.number == given["message_id"]), None)
        self.edits += 1
        if at is None:
            raise Refused(400, "Bad Request: message to edit not found")
        edited = replace(self._made(given), number=given["message_id"])
        if edited == replace(self.messages[at], thread=edited.thread):
            raise Refused(400, "Bad Request: message is not modified")
        self.messages[at] = replace(edited, thread=self.messages[at].thread)
        return {**self._told(edited), "edit_date": 1_790_000_000}

    async def _send_message(self, given):
        message = self._made(given)
        self.messages.append(message)
        return self._told(message)

    @staticmethod
    def _told(message):
        chat = {"id": message.chat, "type": "private"}
        return {"message_id": message.number, "date": 1_790_000_000, "chat": chat}

    def _made(self, given):
        text, chat = given.get("text", ""), given["chat_id"]
        shown, links = parsed(text) if given.get("parse_mode") == "HTML" else (text, [])
        if not shown.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(shown) > 4096 or len(text.encode()) > 32768:
            raise Refused(400, "Bad Request: message is too long")
        rows = given.get("reply_markup", {}).get("inline_keyboard", [])
        for key in (key for row in rows for key in row):
            check_key(key)
        return Shown(next(self._numbers), chat, shown, links, rows, given.get("message_thread_id"))


def _decoded(key, value):
    if key in {"text", "callback_query_id"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def parsed(html):
    """Give what a reader sees of HTML, and its links; only what Telegram knows is let through."""
    text, links, stack, at = "", [], [], 0
    for tag in _TAG.finditer(html):
        text += _plain(html[at : tag.start()])
        if tag["tag"]:
            if tag["tag"] not in {"b", "i", "a", "code"}:
                raise Refused(
                    400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag["tag"]}"'
                )
            stack.append(tag["tag"])
            links += [_plain(tag["url"])] if tag["url"] is not None else []
        elif not stack or stack.pop() != tag["end"]:
            raise Refused(400, "Bad Request: can't parse entities: Unmatched end tag")
        at = tag.end()
    if stack:
        raise Refused(400, "Bad Request: can't parse entities: Can't find end tag")
    return text + _plain(html[at:]), links


def _plain(html):
    if "<" in html:
        raise Refused(400, "Bad Request: can't parse entities: Unsupported start tag")
    return _REFERENCE.sub(lambda found: _CHARACTERS[found[1]], html)


def check_key(key):
    actions = [name for name in ("url", "callback_data") if name in key]
    if not key["text"].strip() or len(actions) != 1:
        raise Refused(400, "Bad Request: can't parse inline keyboard button")
    if "callback_data" in key and not 1 <= len(key["callback_data"].encode()) <= 64:
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    if "url" in key and not re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+\S*", key["url"]):
        raise Refused(
            400, f"Bad Request: inline keyboard button URL '{key['url']}' is invalid: Wrong HTTP URL"
        )


class TelegramPerson:
    """A person in a private chat: writes, presses what is under the last message, sees it all."""

    address = Address(platform="telegram", external_id="1001")
    never_forgets = False

    def __init__(self, file=None):
        self.server = FakeTelegram()
        self.platform = None

    async def arrive(self):
        await self.server.start()
        self.platform = TelegramPlatform(TOKEN, self.server.base_url, now=lambda: NOW)

    async def leave(self):
        await self.server.stop()

    def close(self):
        assert self.server.refused == []

    async def say(self, text):
        before = len(self.server.messages)
        await self.server.say(text)
        await self.server.until(lambda: len(self.server.messages) > before)

    async def press(self, number):
        before = len(self.server.messages)
        edits = self.server.edits
        keys = [key for one in self.server.messages[-1:] for key in one.keys if "callback_data" in key]
        data = keys[number - 1]["callback_data"] if number <= len(keys) else "v1:save:1_"
        query = await self.server.press(data, message=self.server.last())
        await self.server.until(
            lambda: (
                self.server.answers.get(query)
                or len(self.server.messages) > before
                or self.server.edits > edits
            )
        )

    async def hint(self, text):
        """Say something that is not answered."""
        await self.server.say(text)

    async def until_seen(self, text):
        await self.server.until(lambda: text in self.sees())

    def sees(self):
        parts = [*self.server.answers.values()]
        for one in self.server.messages:
            parts += [one.text, *one.links, *(key["text"] for key in one.keys)]
        return "\n".join(parts)

    def break_down(self):
        self.server.broken = True
