"""Addresses, fetched from a server of the test's own on 127.0.0.1; nothing goes farther."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index import fetch, web
from index.__main__ import main
from index.build import Report, build
from index.embedder import default_embedder
from index.errors import NothingUsable
from index.fetch import Fetcher, is_local
from index.formats.documents import Unread, UnreadableFileError
from index.store import PassageIndex
from index.types import Article

EMBEDDER = default_embedder()


SLOW = {
    "/slow-header": b"HTTP/1.1 200 OK\r\nX-Drip: ",
    "/slow-body": b"HTTP/1.1 200 OK\r\n\r\n",
    "/slow-length": b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
    "/slow-chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;drip=",
}
"""Answers that begin, and go on a byte at a time for ever."""


class Site:
    """Pages by path: status, headers, body."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.clients: set[tuple[str, int]] = set()
        self.stopping = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.clients.add(self.client_address)
                self.protocol_version = "HTTP/1.0"
                if self.path in SLOW:
                    self.wfile.write(SLOW[self.path])
                    while not site.stopping.wait(0.05):
                        try:
                            self.wfile.write(b"7")
                        except OSError:
                            return
                    return
                status, headers, body = site.pages.get(self.path, (404, {}, b"gone"))
                self.send_response(status)
                for name, value in headers.items():
                    # What http.server writes as Latin-1 is UTF-8 here, as many servers send it.
                    self.send_header(name, value.encode().decode("latin-1"))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8") -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {"Content-Type": kind}, data)
        return self.address + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    site = Site()
    yield site
    site.stopping.set()
    site.server.shutdown()
    site.server.server_close()


def story(name: str, more: str = "", day: str = "2024-03-05") -> str:
    return (
        f'<html lang="en-GB"><head><title>The {name}</title><meta name="author" content="Ann Lee">'
        f'<meta property="article:published_time" content="{day}T10:00:00Z"></head><body><article>'
        f"<h1>The {name}</h1><p>Everybody in the town of Aville spoke about the {name} for a whole "
        f"week, said the mayor on the market square.</p><p>Nobody had seen anything like it in the "
        f"forty years since the last one was there. {more}</p></article></body></html>"
    )


def built(index: Path, *roots: str) -> Report:
    return build(roots, index, embedder=EMBEDDER)


def texts(index: Path) -> dict[str, str]:
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        found = {entry.source: opened.article(entry.id) for entry in opened.entries()}
    return {source: article.text for source, article in found.items() if article}


def test_a_page_is_an_article(site: Site, tmp_path: Path) -> None:
    address = site.put("/fire", story("fire"))
    report = built(tmp_path / "index", address)
    assert (report.added, report.skipped) == (1, ())
    with PassageIndex.open(tmp_path / "index", embedder=EMBEDDER.name) as opened:
        (entry,) = opened.entries()
    assert (entry.source, entry.url, entry.root) == (address, address, address)
    assert (entry.title, entry.author, entry.language) == ("The fire", "Ann Lee", "en")
    assert entry.published == date(2024, 3, 5)
    assert site.asked == ["/fire"], "nothing else is fetched: no picture, no robots.txt, no icon"


def test_a_newer_version_replaces_the_older_which_stays_findable(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "index"
    address = site.put("/fire", story("fire", "Three men were hurt."))
    built(index, address)
    assert built(index, address).unchanged == 1
    site.put("/fire", story("fire", "Four men were hurt."))
    report = built(index, address)
    assert (report.changed, report.articles) == (1, 1)
    site.put("/fire", story("fire", "Five men were hurt."))
    built(index, address)
    assert "Five men" in texts(index)[address]
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        earlier = [opened.article(version.id) for version in opened.versions(address)]
        assert ["Four men" in a.text for a in earlier if a] == [True, False]
        assert ["Three men" in a.text for a in earlier if a] == [False, True]
        assert opened.manifest.passages == 1, "only the newest is searched"
    assert main(["remove", address, "--index", str(index), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["removed"] == 1
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        assert opened.versions(address) == [], "what is removed is gone with all its versions"


def rss(*entries: tuple[str, str]) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link>"
        "<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>"
        for title, link in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def test_a_feed_brings_its_entries_and_keeps_those_that_left_it(site: Site, tmp_path: Path) -> None:
    index = tmp_path / "index"
    bare = "<html><body><article><p>" + "The river rose by a metre that night. " * 9
    fire, flood = site.put("/fire", story("fire")), site.put("/flood", bare)
    feed = site.put("/feed", rss(("Fire", fire), ("The flood", flood)), "application/rss+xml")
    report = built(index, feed)
    assert report.added == 2
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        about = {e.source: (e.title, e.published, e.root) for e in opened.entries()}
    assert about[fire] == ("The fire", date(2024, 3, 5), feed)
    assert about[flood] == ("The flood", date(2024, 3, 5), feed), "said by the feed alone"
    goal = site.put("/goal", story("goal"))
    site.put("/feed", rss(("Goal", goal), ("None", site.address + "/none")))
    report = built(index, feed)
    assert (report.added, report.dropped, report.articles) == (1, 0, 3)
    (skip,) = report.skipped
    assert (skip.path, skip.reason) == (site.address + "/none", "is answered with status 404")


def test_a_page_that_several_addresses_lead_to_is_fetched_once(site: Site, tmp_path: Path) -> None:
    fire = site.put("/fire", story("fire"))
    one = site.put("/one", rss(("Fire", fire)), "application/rss+xml")
    two = site.put("/two", rss(("Fire", fire)), "application/rss+xml")
    report = built(tmp_path / "index", one, two, fire)
    assert (report.added, report.changed, report.articles) == (1, 0, 1)
    assert site.asked.count("/fire") == 1


def test_atom_and_sitemaps_are_read(site: Site, tmp_path: Path) -> None:
    fire, flood = site.put("/fire", story("fire")), site.put("/flood", story("flood"))
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Fire</title>'
        f'<link href="{fire}"/><published>2024-03-05T00:00:00Z</published></entry></feed>'
    )
    assert built(tmp_path / "a", site.put("/atom", atom, "text/xml")).added == 1
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    pages = f"<urlset {space}><url><loc>{fire}</loc></url><url><loc>{flood}</loc></url></urlset>"
    inner = site.put("/pages.xml", pages, "application/xml")
    assert built(tmp_path / "b", inner).added == 2
    outer = f"<sitemapindex {space}><sitemap><loc>{inner}</loc></sitemap></sitemapindex>"
    assert built(tmp_path / "c", site.put("/map.xml", outer, "text/xml")).added == 2


def test_a_vanished_page_is_listed_and_kept(site: Site, tmp_path: Path) -> None:
    address = site.put("/fire", story("fire"))
    built(tmp_path / "index", address)
    del site.pages["/fire"]
    site.put("/goal", story("goal"))
    report = built(tmp_path / "index", address, site.address + "/goal")
    assert (report.added, report.articles) == (1, 2)
    (skip,) = report.skipped
    assert skip.reason == "is answered with status 404; the version indexed before is kept"


def reason(address: str, *, local: bool = True) -> str:
    with Fetcher(local=local) as fetcher, pytest.raises(UnreadableFileError) as told:
        list(web.articles(address, fetcher, read=set()))
    return str(told.value)


def test_hostile_servers_end_with_a_reason(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    assert reason(site.address + "/loop") == "leads on and on: more than 5 redirects"
    assert len(site.asked) == 6
    site.pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert reason(site.address + "/file").startswith("leads to file:///etc/passwd, which is no web")
    bomb = gzip.compress(bytes(40 << 20))
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip", "Content-Type": "text/html"}, bomb)
    assert len(bomb) < 50_000
    assert reason(site.address + "/bomb") == "is larger than 32 MB"
    site.pages["/cut"] = (200, {"Content-Length": "1000"}, b"<html>")
    assert reason(site.address + "/cut").startswith("cannot be fetched (")
    packed = gzip.compress(story("fire").encode())
    gzipped = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    site.pages["/torn"] = (200, gzipped, packed[: len(packed) * 9 // 10])
    assert reason(site.address + "/torn") == "ends too early"
    site.pages["/plain"] = (200, gzipped, story("fire").encode())
    assert reason(site.address + "/plain") == "cannot be unpacked (it is not gzipped)"
    assert reason(site.put("/image", b"\x89PNG", "image/png")).endswith("not read (image/png)")
    assert reason(site.put("/empty", "")) == "has no main text"
    assert reason(site.put("/feed", rss())) == "is a feed or sitemap without entries"
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset>&b;</urlset>'
    assert reason(site.put("/entities", entities)) in (
        "is a feed or sitemap without entries",
        "has no main text",
    )


@pytest.mark.parametrize("path", SLOW)
def test_what_trickles_ends_in_time(site: Site, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    started = time.monotonic()
    assert reason(site.address + path) == "takes longer than 0 seconds"
    assert time.monotonic() - started < 3


def test_a_connection_that_is_used_again_is_held_to_its_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/fire", story("fire"))
    page = site.pages["/fire"]
    page[1].update({"Content-Length": str(len(page[2])), "Connection": "keep-alive"})
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    with Fetcher(local=True) as fetcher:
        assert fetcher.get(site.address + "/fire").data == page[2]
        with pytest.raises(UnreadableFileError, match="takes longer than 0 seconds"):
            fetcher.get(site.address + "/slow-header")
        assert fetcher.get(site.address + "/fire").data == page[2], "and the next has its own"
    assert len(site.clients) == 2, "the first connection was used twice"


def test_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(NothingUsable, match=r"127\.0\.0\.1:9/: cannot be fetched \("):
        built(tmp_path / "index", "http://127.0.0.1:9/")


def test_an_address_that_is_none_costs_no_other(site: Site, tmp_path: Path) -> None:
    fire = site.put("/fire", story("fire"))
    report = built(tmp_path / "index", "http://[::1", fire)
    assert report.added == 1
    (skip,) = report.skipped
    assert (skip.path, skip.reason) == ("http://[::1", "cannot be fetched (Invalid IPv6 URL)")


def test_a_page_elsewhere_does_not_lead_into_the_local_network(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = site.put("/secret", story("secret"))
    assert reason(secret, local=False) == "leads into the local network, to 127.0.0.1"
    # A name may mean another machine once it is connected to.
    monkeypatch.setattr(fetch, "is_local", lambda address: False)
    assert reason(secret, local=False) == "leads into the local network, to 127.0.0.1"
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:80/a", True),
        ("http://localhost/", True),
        ("http://[::1]/", True),
        ("http://10.1.2.3/", True),
        ("http://169.254.169.254/latest", True),
        ("http://printer.local/", True),
        ("http://127.1/", True),
        ("http://2130706433/", True),
        ("http://0x7f.0.0.1/", True),
        ("http://017700000001/", True),
        ("http://0/", True),
        ("http://１２７.0.0.1/", True),
        ("http://[::ffff:127.0.0.1]/", True),
        ("http://", False),
        ("http://[::1", False),
        ("https://example.org/", False),
        ("https://93.184.216.34/", False),
    ],
)
def test_local_addresses_are_told(address: str, local: bool) -> None:
    assert is_local(address) is local


def test_a_sitemap_that_is_missing_does_not_cost_the_others(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(web, "SITEMAPS", 2)
    fire, goal = site.put("/fire", story("fire")), site.put("/goal", story("goal"))
    packed = gzip.compress(sitemap(fire).encode())
    inner = [
        site.put("/one.xml.gz", packed, "application/x-gzip"),
        site.address + "/missing.xml",
        site.put("/three.xml", sitemap(goal), "application/xml"),
    ]
    names = "".join(f"<sitemap><loc>{each}</loc></sitemap>" for each in inner)
    whole = site.put("/all.xml", f"<sitemapindex>{names}</sitemapindex>", "application/xml")
    report = built(tmp_path / "index", whole)
    assert report.added == 1
    assert [(skip.path, skip.reason) for skip in report.skipped] == [
        (inner[1], "is answered with status 404"),
        (whole, "its first 2 sitemaps are read, 1 are not"),
    ]
    assert reason(site.put("/torn.gz", packed[:5] + b"torn" * 9)).startswith("cannot be unpacked (")


def sitemap(address: str) -> str:
    return f"<urlset><url><loc>{address}</loc></url></urlset>"


@pytest.mark.parametrize(
    "kind", ["text/html; Charset=ISO-8859-2", "text/plain; charset=iso-8859-2"]
)
def test_the_charset_is_the_one_that_is_declared(site: Site, tmp_path: Path, kind: str) -> None:
    words = "Łódź leży w środkowej Polsce, mówił burmistrz. " * 4
    page = f'<html><head><script charset="utf-8"></script></head><body><p>{words}</p></body></html>'
    body = page if "html" in kind else words
    address = site.put("/lodz", body.encode("iso-8859-2"), kind)
    built(tmp_path / "index", address)
    assert "Łódź leży w środkowej" in texts(tmp_path / "index")[address]


def test_an_entrys_day_is_the_one_that_it_states(site: Site, tmp_path: Path) -> None:
    page = site.put("/plain", "The mayor spoke on the market square.", "text/plain; charset=utf-8")
    item = f"<item><link>{page}</link><pubDate>Mon, 01 Jan 2024 23:30:00 -0500</pubDate></item>"
    feed = f'<rss version="2.0"><channel><title>News</title>{item}</channel></rss>'
    built(tmp_path / "index", site.put("/feed", feed, "application/rss+xml"))
    with PassageIndex.open(tmp_path / "index", embedder=EMBEDDER.name) as opened:
        assert [entry.published for entry in opened.entries()] == [date(2024, 1, 1)]


def test_one_host_is_given_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.5)
    pauses: list[float] = []
    address = site.put("/fire", story("fire"))
    with Fetcher(local=True, pause=pauses.append) as fetcher:
        for _ in range(3):
            fetcher.get(address)
    assert len(pauses) == 2
    assert all(0 < pause <= 1 for pause in pauses)


def test_a_list_of_addresses(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fire, flood = site.put("/fire", story("fire")), site.put("/flood", story("flood"))
    (tmp_path / "urls.txt").write_text(f"# two pages\n{fire}\n\n{flood}\n", "utf-8")
    arguments = ["build", "--urls", str(tmp_path / "urls.txt"), "--index", str(tmp_path / "index")]
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("2 added")
    (tmp_path / "urls.txt").write_text("fire.html\n", "utf-8")
    assert main(arguments) == 2
    assert "holds a line that is no web address: fire.html" in capsys.readouterr().err
    assert main(["build", "--index", str(tmp_path / "index")]) == 2
    assert "Nothing is named to build from" in capsys.readouterr().err


def fetched(address: str) -> list[Article]:
    with Fetcher(local=True) as fetcher:
        found = list(web.articles(address, fetcher, read=set()))
    assert not [part for part in found if isinstance(part, Unread)]
    return [part for part in found if isinstance(part, Article)]


PLAIN = "text/plain; charset=utf-8"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
RSS = '<rss version="2.0" {more}><channel><item>{item}</item></channel></rss>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {more} '
    'xmlns="http://purl.org/rss/1.0/"><item>{item}</item></rdf:RDF>'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" {more}><entry>{item}</entry></feed>'
NEWS = (
    '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" {more}>'
    "<url>{item}</url></urlset>"
)


@pytest.mark.parametrize("link", ["/news/a", "a", "../news/a", "//{host}/news/a"])
@pytest.mark.parametrize(
    ("feed", "item"),
    [(RSS, "<link>{}</link>"), (RDF, "<link>{}</link>"), (ATOM, '<link href="{}"/>')],
)
def test_links_may_be_relative_to_the_feed(site: Site, link: str, feed: str, item: str) -> None:
    page = site.put("/news/a", "The mayor spoke.", PLAIN)
    written = item.format(link.format(host=site.address.partition("//")[2]))
    address = site.put("/news/feed", feed.format(item=written, more=""), "application/xml")
    assert [article.source for article in fetched(address)] == [page]


def test_an_identifier_is_no_relative_link(site: Site) -> None:
    feed = site.put("/feed", RSS.format(item="<guid>a</guid>", more=""), "application/xml")
    assert reason(feed) == "is a feed or sitemap without entries"
    assert site.asked == ["/feed"]


@pytest.mark.parametrize(
    ("feed", "more", "item", "day"),
    [
        (RSS, DC, "<link>/a</link><dc:date>2024-03-05T23:00:00-05:00</dc:date>", date(2024, 3, 5)),
        (RDF, DC, "<link>/a</link><dc:date>2024-03-05</dc:date>", date(2024, 3, 5)),
        (ATOM, "", '<link href="/a"/><updated>2024-03-05T10:00:00Z</updated>', None),
    ],
)
def test_a_feeds_date_is_that_of_publication(
    site: Site, feed: str, more: str, item: str, day: date | None
) -> None:
    site.put("/a", "The mayor spoke.", PLAIN)
    address = site.put("/feed", feed.format(item=item, more=more), "application/xml")
    assert [article.published for article in fetched(address)] == [day]


@pytest.mark.parametrize("day", ["0000-00-00", "0000-01-01T00:00:00Z"])
def test_a_day_that_is_none_is_left_out(site: Site, day: str) -> None:
    site.put("/a", "The mayor spoke.", PLAIN)
    item = f"<link>/a</link><pubDate>{day}</pubDate>"
    (found,) = fetched(site.put("/feed", RSS.format(item=item, more=""), "application/xml"))
    assert (found.text, found.published) == ("The mayor spoke.", None)


def test_a_feed_that_cannot_be_parsed_costs_no_other(site: Site, tmp_path: Path) -> None:
    item = "<title>Storm & rain &#99999999;</title><link>/a</link>"
    broken = site.put("/feed", RSS.format(item=item, more=""), "application/xml")
    report = built(tmp_path / "index", broken, site.put("/fire", story("fire")))
    assert report.added == 1
    assert [skip.path for skip in report.skipped] == [broken]
    assert report.skipped[0].reason.startswith("could not be read as a feed (")


def test_a_sitemap_of_news_tells_titles_and_days(site: Site) -> None:
    page = site.put("/a", "The mayor spoke.", PLAIN)
    item = (
        f"<loc>{page}</loc><lastmod>2024-05-05</lastmod><news:news><news:title>Bridge closed"
        "</news:title><news:publication_date>2024-03-05</news:publication_date></news:news>"
    )
    (found,) = fetched(site.put("/map", NEWS.format(item=item, more=""), "application/xml"))
    assert (found.title, found.published) == ("Bridge closed", date(2024, 3, 5))


def test_a_feeds_titles_and_authors_are_plain(site: Site) -> None:
    site.put("/a", "The mayor spoke.", PLAIN)
    item = (
        "<link>/a</link><title>&lt;b&gt;Storm&lt;/b&gt; &amp;amp; rain &lt; 5 mm</title>"
        "<author>joe@example.org (Joe Smith)</author>"
    )
    (found,) = fetched(site.put("/feed", RSS.format(item=item, more=""), "application/xml"))
    assert (found.title, found.author) == ("Storm & rain < 5 mm", "Joe Smith")


@pytest.mark.parametrize("padding", [b"", bytes(512), b"more"])
def test_a_gz_may_have_several_members(site: Site, padding: bytes) -> None:
    site.put("/a", "The mayor spoke.", PLAIN)
    whole = sitemap(site.address + "/a").encode()
    packed = gzip.compress(whole[:20]) + gzip.compress(whole[20:]) + padding
    (found,) = fetched(site.put("/map.gz", packed, "application/gzip"))
    assert found.text == "The mayor spoke."
    assert reason(site.put("/torn.gz", packed[: -len(padding) - 9])) == "ends too early"


def test_a_feeds_charset_may_be_its_servers_word(site: Site) -> None:
    site.put("/a", "The mayor spoke.", PLAIN)
    feed = RSS.format(item="<link>/a</link><title>Мост закрыт</title>", more="")
    kind = "application/rss+xml; charset="
    for number, (data, charset) in enumerate(
        [
            (feed.encode("cp1251"), "windows-1251"),
            (feed.encode(), "iso-8859-1"),
            (f'<?xml version="1.0" encoding="windows-1251"?>{feed}'.encode("cp1251"), "iso-8859-1"),
        ]
    ):
        (found,) = fetched(site.put(f"/feed{number}", data, kind + charset))
        assert found.title == "Мост закрыт", charset


@pytest.mark.parametrize(
    ("encoding", "header", "meta"),
    [
        ("cp1251", "windows-1251", "iso-8859-1"),
        ("cp1251", "utf-8", "windows-1251"),
        ("utf-8", "iso-8859-1", "utf-8"),
        ("cp1251", "no-such", "windows-1251"),
    ],
)
def test_a_servers_charset_goes_before_the_pages_where_it_can_be_true(
    site: Site, encoding: str, header: str, meta: str
) -> None:
    words = "<p>Мост закрыт в понедельник после осмотра, сообщили власти города.</p>" * 6
    page = (
        f'<html><head><meta charset="{meta}"></head><body><article>{words}</article></body></html>'
    )
    (found,) = fetched(site.put("/a", page.encode(encoding), f"text/html; charset={header}"))
    assert found.text.startswith("Мост закрыт в понедельник")


def test_a_redirect_may_be_written_in_utf_8(site: Site) -> None:
    site.put("/%C3%BC", "The mayor spoke.", PLAIN)
    site.pages["/old"] = (302, {"Location": "/ü"}, b"")
    (found,) = fetched(site.address + "/old")
    assert (found.text, site.asked) == ("The mayor spoke.", ["/old", "/%C3%BC"])
