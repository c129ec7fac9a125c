"""A small, strict Slack on the loopback: its Web API, response URLs and Socket Mode, and a person in front of it.

It refuses what Slack refuses (limits, ids, missing text) and, stricter, any sign that should have been escaped.
"""

import asyncio
import json
import time
from datetime import UTC, datetime
from itertools import count

from aiohttp import WSMsgType, web
from pydantic import SecretStr
from slack_checks import check, shown

from alerts.subscribing import Address
from bot.config import SlackSection
from bot.platforms.slack import SlackPlatform

BOT_TOKEN = "xoxb-1-secret-bot"
APP_TOKEN = "xapp-1-secret-app"
TICKET = "ticket-of-the-day"
TEAM, CHANNEL, USER, BOT = "T1", "D1", "U1", "UBOT"
# Where the bot is a member, where not, and where it cannot even look.
MEMBER, STRANGE, HIDDEN = "C1", "C2", "G1"
PATIENCE = 5
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class FakeSlack:
    """The server; ``messages`` are what was taken, ``refused`` what was not."""

    def __init__(self):
        self.messages, self.refused, self.requests, self.acks, self.lost = [], [], [], [], []
        self.news = 0
        self.creator, self.admins, self.locale = "U0", set(), "en-US"
        self.faults = []
        self._ending = asyncio.Event()
        self.sockets = []
        self.opened = 0
        self._numbers = count(1)
        self._waiting = {}
        self._changed = asyncio.Condition()
        app = web.Application(client_max_size=16 << 20)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, shutdown_timeout=0)

    async def begin(self):
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]

    async def end(self):
        self._ending.set()
        for socket in list(self.sockets):
            await socket.close()
        await self._runner.cleanup()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}/api/"

    def fault(self, method, kind, **more):
        """Let the next call of a method fail: a status, an error's name, hang, drop, drop_after or a body."""
        self.faults.append({"method": method, "kind": kind, **more})

    async def until(self, done):
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(done)

    async def changed(self):
        async with self._changed:
            self._changed.notify_all()

    # the Web API

    async def _api(self, request):
        method, body = request.match_info["method"], await _body(request)
        self.requests.append((method, body))
        fault = next((one for one in self.faults if one["method"] == method), None)
        if fault is not None:
            self.faults.remove(fault)
            await self.changed()
            return await self._fail(request, method, body, fault)
        return web.json_response(await self._answer(request, method, body))

    async def _fail(self, request, method, body, fault):
        kind = fault["kind"]
        if kind == "hang":
            await self._ending.wait()
        if kind == "drop_after":
            await self._answer(request, method, body)
        if kind in {"drop", "drop_after"}:
            request.transport.abort()
        if isinstance(kind, int):
            headers = {"Retry-After": str(fault["retry_after"])} if "retry_after" in fault else {}
            return web.Response(status=kind, text=fault.get("body", "upstream"), headers=headers)
        if kind == "body":
            return web.Response(
                text=fault["body"], content_type=fault.get("content_type", "application/json")
            )
        return web.json_response({"ok": False, "error": kind})

    async def _answer(self, request, method, body):
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("Authorization") != f"Bearer {wanted}":
            return {"ok": False, "error": "invalid_auth"}
        answer = await getattr(self, "_" + method.replace(".", "_"))(body)
        await self.changed()
        return {"ok": "error" not in answer, **answer}

    async def _auth_test(self, body):
        return {
            "team_id": TEAM,
            "user_id": BOT,
            "bot_id": "B1",
            "team": "Team",
            "url": "https://team.example/",
        }

    async def _apps_connections_open(self, body):
        self.opened += 1
        return {"url": f"ws://127.0.0.1:{self.port}/link?ticket={TICKET}"}

    async def _conversations_open(self, body):
        return {"channel": {"id": CHANNEL}}

    async def _conversations_info(self, body):
        if body["channel"] == HIDDEN:
            return {"error": "channel_not_found"}
        member = body["channel"] != STRANGE
        return {"channel": {"id": body["channel"], "is_member": member, "creator": self.creator}}

    async def _users_info(self, body):
        return {"user": {"id": body["user"], "is_admin": body["user"] in self.admins, "locale": self.locale}}

    async def _chat_postMessage(self, body):
        wrong = check(body)
        if wrong:
            self.refused.append(wrong)
            return {"error": wrong[0]}
        assert body["mrkdwn"] is body["unfurl_links"] is body["unfurl_media"] is False
        assert not {"link_names", "parse"} & set(body)
        return {"ts": self._take(body, body["channel"]), "channel": body["channel"]}

    async def _chat_update(self, body):
        wrong = check(body)
        if wrong:
            self.refused.append(wrong)
            return {"error": wrong[0]}
        for at, message in enumerate(self.messages):
            if (message["ts"], message["channel"]) == (body["ts"], body["channel"]):
                self._put(at, body)
                return {"ts": body["ts"], "channel": body["channel"], "text": body["text"]}
        return {"error": "message_not_found"}

    async def _response(self, request):
        body = await request.json()
        self.requests.append(("response_url", body))
        fault = next((one for one in self.faults if one["method"] == "response_url"), None)
        if fault is not None:
            self.faults.remove(fault)
            await self.changed()
            return web.Response(status=fault["kind"])
        wrong = check(body)
        if wrong:
            self.refused.append(wrong)
            return web.Response(status=500, text=wrong[0])
        if body["replace_original"]:
            assert "response_type" not in body
            self._put(max(at for at, one in enumerate(self.messages) if _buttons(one)), body)
        else:
            self._take(body, request.match_info["id"])
        await self.changed()
        return web.Response(text="ok")

    def _put(self, at, body):
        self.news += 1
        self.messages[at] = {**body, "ts": self.messages[at]["ts"], "channel": self.messages[at]["channel"]}

    def _take(self, body, channel):
        self.news += 1
        ts = f"1700000000.{next(self._numbers):06d}"
        self.messages.append({**body, "ts": ts, "channel": channel})
        return ts

    # Socket Mode

    async def _link(self, request):
        if request.query["ticket"] != TICKET:
            return web.Response(status=400)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        await self.changed()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._acknowledged(json.loads(message.data))
        self.sockets.remove(socket)
        await self.changed()
        return socket

    async def _acknowledged(self, answer):
        self.acks.append(answer["envelope_id"])
        self._waiting.pop(answer["envelope_id"]).set_result(answer.get("payload"))
        await self.changed()

    async def deliver(self, kind, payload):
        """Send an envelope and wait for its acknowledgement, as Slack does."""
        envelope = f"e{next(self._numbers)}"
        answered = self._waiting[envelope] = asyncio.get_running_loop().create_future()
        await self.sockets[-1].send_json(
            {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        )
        return await asyncio.wait_for(answered, 3)

    async def event(self, event, event_id=None):
        body = {"type": "event_callback", "team_id": TEAM, "event": event, "event_time": int(time.time())}
        body["authorizations"] = [{"team_id": TEAM, "user_id": BOT, "is_bot": True}]
        await self.deliver("events_api", {**body, "event_id": event_id or f"Ev{next(self._numbers)}"})

    async def message(self, text, event_id=None, **changes):
        given = {
            "type": "message",
            "channel_type": "im",
            "channel": CHANNEL,
            "user": USER,
            "text": text,
            "ts": "1.2",
        }
        await self.event({**given, **changes}, event_id)

    async def command(self, text, channel=CHANNEL, name="directmessage"):
        await self.deliver(
            "slash_commands",
            {
                "team_id": TEAM,
                "channel_id": channel,
                "channel_name": name,
                "user_id": USER,
                "command": "/jobs",
                "text": text,
                "response_url": self.response_url(channel),
                "trigger_id": f"1.2.{next(self._numbers)}",
            },
        )

    async def press(self, element, channel=CHANNEL):
        """Press a button, whether or not there is one such; Slack sends what the button held."""
        await self.deliver(
            "interactive",
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": USER, "team_id": TEAM},
                "channel": {"id": channel},
                "container": {"type": "message", "channel_id": channel},
                "response_url": self.response_url(channel),
                "trigger_id": "1.2.3",
                "actions": [{"type": "button", "block_id": "b", **element}],
            },
        )

    def response_url(self, channel):
        return f"http://127.0.0.1:{self.port}/response/{channel}"

    def buttons(self):
        """Give the newest message's buttons that come back to the app."""
        for message in reversed(self.messages):
            if found := _buttons(message):
                return found
        return []

    def answered(self):
        """Count the answers that were tried, taken or not; what the app asks before it answers is none."""
        return sum(method in {"response_url", "chat.postMessage"} for method, _ in self.requests)

    def shown(self):
        return "\n".join(shown(message) for message in self.messages)


class SlackPerson:
    """A person in a direct message with the app: types, presses, reads."""

    address = Address(platform="slack", workspace=TEAM, external_id=CHANNEL)
    never_forgets = False

    def __init__(self, file):
        self.slack = FakeSlack()

    async def arrive(self):
        await self.slack.begin()
        self.platform = SlackPlatform(section(self.slack.base_url), now=lambda: NOW)

    async def leave(self):
        await self.slack.end()
        assert self.slack.refused == []

    async def say(self, text):
        before = len(self.slack.messages)
        await self.slack.command(text.removeprefix("/"))
        await self.slack.until(lambda: len(self.slack.messages) > before)

    async def press(self, number):
        buttons = self.slack.buttons()
        element = buttons[number - 1] if number <= len(buttons) else {"action_id": "gone", "value": "v0:gone"}
        before = self.slack.news
        answered = self.slack.answered()
        await self.slack.press(element)
        await self.slack.until(lambda: self.slack.news > before or self.slack.answered() > answered)

    async def hint(self, text):
        """Say something that is not answered."""
        await self.slack.message(text)

    async def until_seen(self, text):
        await self.slack.until(lambda: text in self.sees())

    def sees(self):
        return self.slack.shown()

    def break_down(self):
        self.slack.fault("chat.postMessage", "is_archived")

    def close(self):
        pass


def section(base_url):
    return SlackSection.model_construct(
        bot_token=SecretStr(BOT_TOKEN), app_token=SecretStr(APP_TOKEN), base_url=base_url
    )


async def settled():
    """Let tasks that have nothing to wait for come to their end."""
    for _ in range(20):
        await asyncio.sleep(0)


def _buttons(message):
    """Give a message's buttons that come back to the app."""
    found = [one for block in message.get("blocks", ()) for one in block.get("elements", ())]
    return [one for one in found if one.get("type") == "button" and "url" not in one]


async def _body(request):
    if request.content_type == "application/json":
        return await request.json()
    return {**request.query, **await request.post()}
