import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { Connections } from './connections.ts'

const limits = { firstRequestMs: 30_000, idleMs: 90_000, maxHalfOpen: 3 }

test('half-open connections: the oldest goes past the limit, all go in time', () => {
  const { connections, pass } = world()
  const sockets = [1, 2, 3, 4].map(fakeSocket)
  for (const socket of sockets) connections.accepted(socket)
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, false, false, false])
  pass(40_000)
  expect(sockets.every(({ destroyed }) => destroyed)).toBe(true)
  expect(connections.halfOpenCount).toBe(0)
})

test.each([
  ['nothing is asked', 0, 40_000, true],
  ['a request is under way', 1, 10_000_000, false],
  ['a request was answered lately', 2, 60_000, false],
  ['a request was answered long ago', 2, 100_000, true],
])('a secured connection on which %s', (_name, state, waitMs, isClosed) => {
  const { connections, pass } = world()
  const socket = fakeSocket(1)
  connections.accepted(socket)
  connections.secured(socket)
  const open = connections.find({ remoteAddress: '127.0.0.1', remotePort: 1 })
  if (open !== undefined && state > 0) connections.begin(open)
  if (open !== undefined && state > 1) connections.end(open)
  pass(waitMs)
  expect(socket.destroyed).toBe(isClosed)
})

function fakeSocket(remotePort: number): Socket {
  const socket = Object.assign(new EventEmitter(), {
    remoteAddress: '127.0.0.1',
    remotePort,
    destroyed: false,
    destroy: () => {
      socket.destroyed = true
      socket.emit('close')
    },
  })
  return socket as unknown as Socket
}

function world(): { readonly connections: Connections; pass(ms: number): void } {
  let now = 0
  let timers: { readonly at: number; readonly run: () => void }[] = []
  const clock = {
    now: () => now,
    setTimer: (delayMs: number, run: () => void) => {
      timers.push({ at: now + delayMs, run })
      return () => {}
    },
  }
  return {
    connections: new Connections(clock, limits),
    pass: (ms) => {
      const end = now + ms
      for (let due = timers.find(({ at }) => at <= end); due !== undefined; due = timers.find(({ at }) => at <= end)) {
        const fired = due
        timers = timers.filter((timer) => timer !== fired)
        now = fired.at
        fired.run()
      }
      now = end
    },
  }
}
