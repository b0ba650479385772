"""A browser is called what its person calls it."""

import pytest

from events_app.accounts import browsers

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) {}Chrome/140.0.0.0 {}Safari/537.36{}"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME.format("Windows NT 10.0; Win64; x64", "", "", ""), "Chrome, Windows"),
        (CHROME.format("Windows NT 10.0; Win64; x64", "", "", " Edg/140.0.0.0"), "Edge, Windows"),
        (CHROME.format("Windows NT 10.0; Win64; x64", "coc_coc_browser/140.0 ", "", ""), "Cốc Cốc, Windows"),
        (CHROME.format("Linux; Android 14; K", "", "Mobile ", ""), "Chrome, Android"),
        (
            CHROME.format("Linux; Android 14; SM-A155F", "SamsungBrowser/28.0 ", "Mobile ", ""),
            "Samsung Internet, Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 200, "x" * 40),
        ("", ""),
    ],
)
def test_the_name_of_a_browser(agent: str, name: str) -> None:
    assert browsers.named(agent) == name
