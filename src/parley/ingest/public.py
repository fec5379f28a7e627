"""Connections to public addresses only, whatever a name resolves to at the moment of connecting.

A name that is looked up twice can lead to two places; so the address that was reached is tested, before anything is
sent.
"""

import ipaddress
import socket
import ssl

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from parley.errors import NotFetched


class _PublicConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _refuse_private(super()._new_conn(), self.host)


class _PublicSecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _refuse_private(super()._new_conn(), self.host)


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicSecurePool(HTTPSConnectionPool):
    ConnectionCls = _PublicSecureConnection


class PublicPools(PoolManager):
    """Connections as urllib3 makes them; one that reaches a private network raises NotFetched.

    Args:
        context: for https.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(ssl_context=context)
        self.pool_classes_by_scheme = {"http": _PublicPool, "https": _PublicSecurePool}


def _refuse_private(reached: socket.socket, host: str) -> socket.socket:
    if ipaddress.ip_address(reached.getpeername()[0]).is_global:
        return reached
    reached.close()
    remedy = "Name that address itself if you trust it."
    raise NotFetched(f"it leads into a private network, to {host}", remedy=remedy)
