"""How people are let know: words, links with codes, notices, feeds, mails."""
