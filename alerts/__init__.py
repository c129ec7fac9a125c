"""The domain: reads postings, keeps filters, matches, composes; knows no database, chat, scheduler or HTTP."""
