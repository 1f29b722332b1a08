# ruff: noqa: SIM117 - a client stands inside its server
from __future__ import annotations

import asyncio
import socket
import ssl
from types import MappingProxyType

import pytest

from crmbot.channels.loopback import is_loopback
from crmbot.channels.smtp.auth import hash_password, verify_password
from crmbot.channels.smtp.limits import Limits
from crmbot.channels.smtp.server import SmtpServer, SmtpSettings
from crmbot.errors import ConfigFault
from tests.channels.certificate import self_signed
from tests.channels.servers import NOW, MailStore, running_smtp
from tests.channels.smtp_client import CAPTURE, MAIL, SENDER, answer, connect, plain


class TestTls:
    def test_mail_comes_in_encrypted(self, tmp_path):
        certificate, key = self_signed(tmp_path)
        store = MailStore()
        with running_smtp(store, SmtpSettings(tls_certificate=certificate, tls_key=key)) as address:
            with connect(address) as client:
                client.starttls(context=ssl.create_default_context(cafile=certificate))
                client.sendmail(SENDER, [CAPTURE], MAIL)
        assert store.mails[0].content == MAIL

    def test_mail_in_clear_is_refused_where_encryption_is_required(self, tmp_path):
        certificate, key = self_signed(tmp_path)
        settings = SmtpSettings(tls_certificate=certificate, tls_key=key, require_starttls=True)
        with running_smtp(MailStore(), settings) as address, connect(address) as client:
            client.ehlo()
            assert client.mail(SENDER)[0] == 530

    def test_commands_slipped_in_before_the_handshake_are_forgotten(self, tmp_path):
        certificate, key = self_signed(tmp_path)
        store = MailStore()
        with running_smtp(store, SmtpSettings(tls_certificate=certificate, tls_key=key)) as address:
            with socket.create_connection(address, timeout=5) as link:
                plain = link.makefile("rb")
                answer(plain)
                link.sendall(b"EHLO h\r\n")
                answer(plain)
                link.sendall(b"STARTTLS\r\nMAIL FROM:<chef@firma.example>\r\n")
                assert answer(plain).startswith(b"220 ")
                context = ssl.create_default_context(cafile=certificate)
                with context.wrap_socket(link, server_hostname="127.0.0.1") as secure, secure.makefile("rwb") as talk:
                    talk.write(b"EHLO h\r\n")
                    talk.flush()
                    assert b"SIZE" in answer(talk)
                    talk.write(b"RCPT TO:<crm@firma.example>\r\n")
                    talk.flush()
                    assert answer(talk).startswith(b"503 ")
                plain.close()

    def test_a_certificate_that_cannot_be_read_stops_the_start(self, tmp_path):
        settings = SmtpSettings(tls_certificate=str(tmp_path / "missing.pem"))
        store = MailStore()
        server = SmtpServer(settings, store.receive, store.accepts, lambda: NOW)
        with pytest.raises(ConfigFault, match=r"smtp\.tls_certificate"):
            asyncio.run(server.start())

    def test_requiring_encryption_without_a_certificate_stops_the_start(self):
        store = MailStore()
        server = SmtpServer(SmtpSettings(require_starttls=True), store.receive, store.accepts, lambda: NOW)
        with pytest.raises(ConfigFault, match="require_starttls"):
            asyncio.run(server.start())


class TestLogin:
    users = MappingProxyType({"anna": hash_password("geheim ä")})
    quick = Limits(failed_login_delay=0)

    def test_who_has_logged_in_is_the_submitter(self, tmp_path):
        certificate, key = self_signed(tmp_path)
        store = MailStore()
        settings = SmtpSettings(tls_certificate=certificate, tls_key=key, users=self.users)
        with running_smtp(store, settings) as address, connect(address) as client:
            client.starttls(context=ssl.create_default_context(cafile=certificate))
            client.ehlo()
            assert client.docmd("AUTH", "plain " + plain("anna", "geheim ä"))[0] == 235
            client.sendmail(SENDER, [CAPTURE], MAIL)
        assert store.mails[0].submitter == "anna"

    def test_the_mechanism_login_works_too(self):
        store = MailStore()
        with running_smtp(store, SmtpSettings(users={"anna": hash_password("geheim")})) as address:
            with connect(address) as client:
                client.ehlo()
                client.user, client.password = "anna", "geheim"
                client.auth("LOGIN", client.auth_login)
                client.sendmail(SENDER, [CAPTURE], MAIL)
        assert store.mails[0].submitter == "anna"

    def test_no_password_is_taken_before_encryption(self, tmp_path):
        certificate, key = self_signed(tmp_path)
        settings = SmtpSettings(tls_certificate=certificate, tls_key=key, users=self.users)
        with running_smtp(MailStore(), settings) as address, connect(address) as client:
            client.ehlo()
            assert not client.has_extn("auth")
            assert client.docmd("AUTH", "PLAIN " + plain("anna", "geheim ä"))[0] == 538

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.0.0.7", "mail.firma.example"])
    def test_a_port_that_others_reach_is_known_as_such(self, host):
        assert not is_loopback(host)

    @pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
    def test_a_port_that_only_this_machine_reaches_is_known_as_such(self, host):
        assert is_loopback(host)

    @pytest.mark.parametrize(("name", "password"), [("anna", "falsch"), ("bert", "geheim ä"), ("", ""), ("anna", "")])
    def test_a_wrong_name_or_password_is_refused(self, name, password):
        with running_smtp(MailStore(), SmtpSettings(users=self.users), self.quick) as address:
            with connect(address) as client:
                client.ehlo()
                assert client.docmd("AUTH", "PLAIN " + plain(name, password))[0] == 535

    @pytest.mark.parametrize(
        "nonsense", ["PLAIN %%%", "PLAIN =", "PLAIN QQ==", "LOGIN ä", "CRAM-MD5", "PLAIN a b c", ""]
    )
    def test_nonsense_is_no_login(self, nonsense, caplog):
        with running_smtp(MailStore(), SmtpSettings(users=self.users), self.quick) as address:
            with connect(address) as client:
                client.command_encoding = "utf-8"
                client.ehlo()
                assert client.docmd("AUTH", nonsense)[0] >= 500
        assert not [record for record in caplog.records if record.exc_info]

    def test_who_guesses_passwords_is_sent_away(self):
        with running_smtp(MailStore(), SmtpSettings(users=self.users), self.quick) as address:
            with connect(address) as client:
                client.ehlo()
                codes = [client.docmd("AUTH", "PLAIN " + plain("anna", str(guess)))[0] for guess in range(7)]
        assert codes == [535] * 6 + [421]

    def test_without_users_there_is_no_login(self):
        with running_smtp(MailStore()) as address, connect(address) as client:
            client.ehlo()
            assert not client.has_extn("auth")
            assert client.docmd("AUTH", "PLAIN " + plain("anna", "geheim"))[0] == 504

    def test_another_servers_auth_parameter_is_read_over(self):
        store = MailStore()
        with running_smtp(store, SmtpSettings(users=self.users)) as address, connect(address) as client:
            client.ehlo()
            assert client.mail(SENDER, ["AUTH=chef@firma.example"])[0] == 250
            client.rcpt(CAPTURE)
            client.data(MAIL)
        assert store.mails[0].submitter is None


class TestPassword:
    def test_each_hash_is_another_and_all_are_right(self):
        one, other = hash_password("geheim"), hash_password("geheim")
        assert one != other
        assert verify_password("geheim", one)
        assert verify_password("geheim", other)
        assert "geheim" not in one

    @pytest.mark.parametrize(
        "hashed",
        [
            "",
            "geheim",
            "$$$$$",
            "scrypt$0$8$1$AAAA$AAAA",
            f"scrypt${2**99}$8$1$AAAA$AAAA",
            "scrypt$x$8$1$A$A",
            "md5$2$8$1$AA==$AA==",
        ],
    )
    def test_what_is_no_hash_fits_no_password(self, hashed):
        assert not verify_password("geheim", hashed)
