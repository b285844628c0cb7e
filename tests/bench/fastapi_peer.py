"""The same run out of the same database, as one writes it with FastAPI; and a fan-out with Starlette's streams."""
import asyncio
import os
import sqlite3

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
database = sqlite3.connect(f"file:{os.environ['PEER_DATABASE']}?mode=ro", uri=True, check_same_thread=False)
database.row_factory = sqlite3.Row
queues = set()


def run_object(number):
    run = dict(database.execute("SELECT * FROM runs WHERE id = ?", (number,)).fetchone())
    rows = database.execute("SELECT * FROM platform_outcomes WHERE run_id = ? ORDER BY position", (number,))
    run["platforms"] = [dict(row) for row in rows]
    run["errors"] = [dict(row) for row in database.execute("SELECT * FROM errors WHERE run_id = ?", (number,))]
    return run


@app.get("/async/{number}")
async def get_async(number: int):
    return run_object(number)


@app.get("/sync/{number}")
def get_sync(number: int):
    return run_object(number)


@app.get("/events")
async def events():
    queue = asyncio.Queue()
    queues.add(queue)

    async def pieces():
        try:
            while True:
                yield await queue.get()
        finally:
            queues.discard(queue)

    return StreamingResponse(pieces(), media_type="text/event-stream")


@app.post("/emit")
async def emit(size: int):
    event = "event: platform.disabled\ndata: " + "x" * max(0, size - 33) + "\n\n"
    for queue in queues:
        queue.put_nowait(event)
    return {"told": len(queues)}
