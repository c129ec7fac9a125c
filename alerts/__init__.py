"""The domain: reads postings, keeps filters, matches and composes alerts; knows no database, chat, scheduler or HTTP."""
