"""The benchmark of the embedded repair engine: buggy projects, judges, reports."""
