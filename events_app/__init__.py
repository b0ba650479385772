"""OCOP Fairs: fairs are scheduled, booths given out, calendars kept true, people reminded, agreements summarized."""
