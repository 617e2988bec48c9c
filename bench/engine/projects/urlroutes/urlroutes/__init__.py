from urlroutes.router import NotAllowed, NotFound, Router
from urlroutes.urls import join, parse_query, split_url

__all__ = ["NotAllowed", "NotFound", "Router", "join", "parse_query", "split_url"]
