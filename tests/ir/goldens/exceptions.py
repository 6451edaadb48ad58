def read(path):
    handle = None
    try:
        handle = open(path)
        text = handle.read()
    except (OSError, ValueError) as error:
        log(f"{path}: {error}")
        raise Problem(path) from error
    except KeyError:
        return None
    else:
        text = text.strip()
    finally:
        close(handle)
    return text


def retry(jobs):
    for job in jobs:
        try:
            job()
        except:
            continue
        finally:
            done(job)
        break
    raise
