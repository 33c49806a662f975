# SPDX-License-Identifier: EUPL-1.2
# A real SMTP server for tests, told over standard input what to do at which step, telling over standard output what it saw.
#   in:  {"step": "RCPT", "do": "reply", "words": "450 4.2.1 busy"}   once, at the next time that step is reached
#        do: reply, hang (until the client goes), drop (the connection)
#   out: {"port": n} first; {"step": "RCPT"} for each step; {"message": {...}} for each letter taken over with a 250
# Steps in order: connect, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, content (before the final 250), accepted (after it).
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

options = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
plan = {}


def tell(**what):
    print(json.dumps(what), flush=True)


def body_of(part):
    return part.get_content().replace("\r\n", "\n") if part else None


class Dropped(Exception):
    pass


class Server(SMTP):
    async def gate(self, step):
        """The words to answer with, or None to go on as usual."""
        tell(step=step)
        actions = plan.get(step)
        action = actions.pop(0) if actions else None
        if action is None:
            return None
        if action["do"] == "hang":
            await asyncio.Event().wait()  # the connection's task is cancelled when it is lost
        if action["do"] == "drop":
            self.transport.abort()
            raise Dropped()
        return action["words"]

    async def _handle_client(self):
        # The greeting is said in here, once somebody has connected.
        try:
            words = await self.gate("connect")
            if words is None:
                await super()._handle_client()
                return
            await self.push(words)
            self.transport.close()
        except Dropped:
            pass

    async def step(self, name, usual, arg):
        words = await self.gate(name)
        if words is not None:
            await self.push(words)
            return
        await usual(arg)

    async def smtp_EHLO(self, arg):
        await self.step("EHLO", super().smtp_EHLO, arg)

    async def smtp_STARTTLS(self, arg):
        await self.step("STARTTLS", super().smtp_STARTTLS, arg)

    async def smtp_AUTH(self, arg):
        await self.step("AUTH", super().smtp_AUTH, arg)

    async def smtp_MAIL(self, arg):
        await self.step("MAIL", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg):
        await self.step("RCPT", super().smtp_RCPT, arg)

    async def smtp_DATA(self, arg):
        await self.step("DATA", super().smtp_DATA, arg)

    async def push(self, status):
        await super().push(status)
        if isinstance(status, str) and status.startswith("250 taken"):
            await self.gate("accepted")

    async def handle_exception(self, error):
        if isinstance(error, Dropped):
            return "421 gone"
        return "500 " + type(error).__name__


class Handler:
    async def handle_DATA(self, server, session, envelope):
        words = await server.gate("content")
        if words is not None:
            return words
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
        tell(message={
            "id": parsed["message-id"], "from": envelope.mail_from, "to": envelope.rcpt_tos,
            "subject": parsed["subject"], "headers": [[name, str(value)] for name, value in parsed.items()],
            "text": body_of(text), "html": body_of(html),
            "defects": [str(defect) for part in parsed.walk() for defect in part.defects],
            "encrypted": session.ssl is not None, "signed_in": bool(session.authenticated),
            "ehlo": session.host_name, "raw": envelope.original_content.decode("ascii", "replace"),
        })
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"plaza" and data.password == b"secreto de correo", handled=False)


def context():
    if "certificate" not in options:
        return None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(options["certificate"], options["key"])
    return made


async def main():
    tls = context()
    at_once = bool(options.get("tls_at_once"))

    def connection():
        return Server(Handler(), hostname="mail.example", loop=asyncio.get_running_loop(),
                      tls_context=None if at_once else tls, authenticator=authenticate,
                      auth_require_tls=tls is not None and not at_once, auth_required=bool(options.get("auth_required")))

    server = await asyncio.get_running_loop().create_server(
        connection, "127.0.0.1", options.get("port", 0), ssl=tls if at_once else None)
    tell(port=server.sockets[0].getsockname()[1])
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        action = json.loads(line)
        plan.setdefault(action["step"], []).append(action)
        tell(planned=action["step"])

asyncio.run(main())
