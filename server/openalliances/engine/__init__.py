"""Engines: who evaluates a query, in local worker processes or in a store of others.

Who may end a query
-------------------

A query that is evaluated here is in one of these states. Each line says which event moves it
on, who does that, and in which file. A worker that is given back is clean; one that is not is
killed (SIGKILL by the fork server), since nothing else stops an evaluation.

======================  =======================================================================
state                   what moves it on
======================  =======================================================================
**waiting** (no slot)   a slot comes free: → *running*; its deadline: → *failed* (503); its call
                        is cancelled: → *cancelled*; all in ``scheduler.Scheduler._wait``.
**running inline**      the answer is whole: → *done*; the light time or the light size is over:
(slot, worker, event    → *running in a thread* (``LocalInlineAnswer.hand_over``); the client
loop)                   leaves: → *killed* (``LocalInlineAnswer.close``); ``local/engine.py``.
**running in a thread** the light time (of the processor) is over: the slot moves to the heavy
(slot, worker, thread)  lane, or there is none and → *paused*; the answer is whole: → *done*; it is
                        closed before its end: → *killed*; the worker dies and nothing is out yet:
                        once more in another one; ``local/answer.py``, ``LocalAnswer``.
**paused** (worker)     it waits for the heavy lane as in *waiting*, its worker stopped midway
                        (``WorkerPool.pause``; killed, where too many are): → *running in a thread*.
**done**                the worker goes back to its pool (``WorkerPool.try_release``), or is ended
                        if it has grown large, has the network, or yields and may not cease to;
                        the slot is left.
**killed**              ``WorkerPool.kill``: asked for by the answer (deadline, close), or by
                        ``Call.cancel`` from any thread. The call remembers for which use of the
                        worker (``Worker.uses``) it may ask, so that it never hits another query.
**died**                the worker has ended by itself (memory, SIGALRM ``worker.GRACE`` after
                        the deadline): ``WorkerPool.reap`` reads how, ``errors.from_death`` says
                        why.
======================  =======================================================================

There are thus three who may end a query: its **answer** (deadline, or closed early), its
**call** (``Call.cancel``: the client that left, ``DELETE /sparql/queries/ID``, the server that
stops), and the **worker** itself. All three end in ``WorkerPool.kill`` or ``WorkerPool.reap``,
which take the worker out of the pool under one lock, so that only the first of them acts.

A query that a store of others evaluates (``remote/engine.py``) is *waiting* as above, then
*running* in a thread of its own; whoever ends it closes the connection, and the thread ends.
"""
