"""The rules that come with Quire, as the text of a rule file: the program is made of modules only.

Each keeps the meaning; what has no exact successor is not here.
"""

from __future__ import annotations

SHIPPED = r"""
[[rule]]
id = "utcnow"
title = "datetime.utcnow is deprecated since Python 3.12"
pattern = "datetime.datetime.utcnow()"
replacement = "datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)"
modules = ["datetime"]

[[rule]]
id = "utcfromtimestamp"
title = "datetime.utcfromtimestamp is deprecated since Python 3.12"
pattern = "datetime.datetime.utcfromtimestamp($time)"
replacement = "datetime.datetime.fromtimestamp($time, datetime.timezone.utc).replace(tzinfo=None)"
modules = ["datetime"]

[[rule]]
id = "logging-warn"
title = "logging.warn is deprecated since Python 3.3"
pattern = "logging.warn($$arguments)"
replacement = "logging.warning($$arguments)"
modules = ["logging"]

[[rule]]
id = "logger-warn"
title = "Logger.warn is deprecated since Python 3.3"
pattern = "$logger.warn($$arguments)"
replacement = "$logger.warning($$arguments)"
where = { logger = "(self\\.|cls\\.)?_*(log|logger|LOG|LOGGER)" }

[[rule]]
id = "get-event-loop"
title = "asyncio.get_event_loop in a coroutine is get_running_loop"
pattern = "asyncio.get_event_loop()"
replacement = "asyncio.get_running_loop()"
modules = ["asyncio"]
inside = "async"

[[rule]]
id = "pkg-resources-version"
title = "pkg_resources is gone from setuptools; importlib.metadata knows versions"
pattern = "pkg_resources.get_distribution($name).version"
replacement = "importlib.metadata.version($name)"
modules = ["importlib.metadata"]

[[rule]]
id = "imp-reload"
title = "imp is gone since Python 3.12"
pattern = "imp.reload($module)"
replacement = "importlib.reload($module)"
modules = ["importlib"]

[[rule]]
id = "find-executable"
title = "distutils is gone since Python 3.12"
pattern = "distutils.spawn.find_executable($name)"
replacement = "shutil.which($name)"
modules = ["shutil"]

[[rule]]
id = "cgi-escape"
title = "cgi.escape is gone since Python 3.8"
pattern = "cgi.escape($text)"
replacement = "html.escape($text, quote=False)"
modules = ["html"]

[[rule]]
id = "encodestring"
title = "base64.encodestring is gone since Python 3.9"
pattern = "base64.encodestring($data)"
replacement = "base64.encodebytes($data)"
modules = ["base64"]

[[rule]]
id = "decodestring"
title = "base64.decodestring is gone since Python 3.9"
pattern = "base64.decodestring($data)"
replacement = "base64.decodebytes($data)"
modules = ["base64"]

[[rule]]
id = "current-thread"
title = "threading.currentThread is deprecated since Python 3.10"
pattern = "threading.currentThread()"
replacement = "threading.current_thread()"
modules = ["threading"]

[[rule]]
id = "active-count"
title = "threading.activeCount is deprecated since Python 3.10"
pattern = "threading.activeCount()"
replacement = "threading.active_count()"
modules = ["threading"]

[[rule]]
id = "make-suite"
title = "unittest.makeSuite is gone since Python 3.13"
pattern = "unittest.makeSuite($case)"
replacement = "unittest.defaultTestLoader.loadTestsFromTestCase($case)"
modules = ["unittest"]

[[rule]]
id = "collections-abc"
title = "The abstract classes left collections with Python 3.10"
moves = [
  ["collections.Mapping", "collections.abc.Mapping"],
  ["collections.MutableMapping", "collections.abc.MutableMapping"],
  ["collections.Sequence", "collections.abc.Sequence"],
  ["collections.MutableSequence", "collections.abc.MutableSequence"],
  ["collections.Set", "collections.abc.Set"],
  ["collections.MutableSet", "collections.abc.MutableSet"],
  ["collections.Iterable", "collections.abc.Iterable"],
  ["collections.Iterator", "collections.abc.Iterator"],
  ["collections.Callable", "collections.abc.Callable"],
  ["collections.Hashable", "collections.abc.Hashable"],
]

[[rule]]
id = "unittest-aliases"
title = "The old names of assert methods are gone since Python 3.12"
where = { self = "self" }
pairs = [
  ["$self.assertEquals($$a)", "$self.assertEqual($$a)"],
  ["$self.assertNotEquals($$a)", "$self.assertNotEqual($$a)"],
  ["$self.assertAlmostEquals($$a)", "$self.assertAlmostEqual($$a)"],
  ["$self.assertNotAlmostEquals($$a)", "$self.assertNotAlmostEqual($$a)"],
  ["$self.assert_($$a)", "$self.assertTrue($$a)"],
  ["$self.assertRegexpMatches($$a)", "$self.assertRegex($$a)"],
  ["$self.assertNotRegexpMatches($$a)", "$self.assertNotRegex($$a)"],
  ["$self.assertRaisesRegexp($$a)", "$self.assertRaisesRegex($$a)"],
]
"""
