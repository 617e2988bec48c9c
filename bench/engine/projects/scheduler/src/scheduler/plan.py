"""Put jobs into stages."""


class PlanError(ValueError):
    """The jobs cannot be put in order."""


def check_names(jobs):
    names = [job.name for job in jobs]
    if len(set(names)) < len(names):
        raise PlanError("two jobs have the same name")
    for job in jobs:
        for need in job.needs:
            if need not in names:
                raise PlanError(f"{job.name} needs {need}, which does not exist")


def stages(jobs):
    """Return lists of jobs; each job comes as early as its needs allow, in the given order."""
    check_names(jobs)
    done = set()
    waiting = list(jobs)
    result = []
    while waiting:
        ready = [job for job in waiting if all(need in done for need in job.needs)]
        if not ready:
            raise PlanError("the jobs need each other")
        result.append(ready)
        done.update(job.name for job in ready)
        waiting = [job for job in waiting if job.name not in done]
    return result
