import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { serveStandIn } from '../../../src/local/start/serve-stand-in'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function serve() {
  const broker = new Broker()
  const account = { keyId: 'key', secretKey: 'secret', account: broker }
  const standIn = createStandIn({ accounts: [account] })
  const server = await serveStandIn(standIn)
  closers.push(server.close)
  return { broker, standIn, url: server.url.replace('http', 'ws') }
}

/** A client that collects what it gets. `next` resolves with the next message. */
async function connect(url: string) {
  const socket = new WebSocket(`${url}/stream`)
  closers.push(() => socket.terminate())
  const waiting: ((message: unknown) => void)[] = []
  const messages: unknown[] = []
  socket.on('message', (data, isBinary) => {
    const message = { isBinary, ...JSON.parse(data.toString()) }
    const first = waiting.shift()
    if (first) first(message)
    else messages.push(message)
  })
  const ended = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  const next = () =>
    new Promise<unknown>((resolve) => {
      if (messages.length > 0) resolve(messages.shift())
      else waiting.push(resolve)
    })
  return { socket, ended, next, send: (message: unknown) => socket.send(JSON.stringify(message)) }
}

async function listen(url: string) {
  const client = await connect(url)
  client.send({ action: 'auth', key: 'key', secret: 'secret' })
  client.send({ action: 'listen', data: { streams: ['trade_updates'] } })
  expect(await client.next()).toMatchObject({ isBinary: true, data: { status: 'authorized' } })
  expect(await client.next()).toMatchObject({ stream: 'listening' })
  return client
}

const order = (broker: Broker) =>
  broker.submit({ at: '2026-09-10T14:00:00Z', symbol: 'F', side: 'buy', qty: '1' })

it('the stand-in streams orders to a WebSocket client in binary frames', async () => {
  const { broker, url } = await serve()
  const client = await listen(url)
  const { id } = order(broker)
  expect(await client.next()).toMatchObject({
    isBinary: true,
    stream: 'trade_updates',
    data: { event: 'new', order: { id } },
  })
})

it('the stand-in refuses a second WebSocket of an account with 429 until the first is closed', async () => {
  const { url, standIn } = await serve()
  const first = await listen(url)
  await expect(connect(url)).rejects.toThrow('429')
  first.socket.close()
  await first.ended
  await expect.poll(() => standIn.stream.connections.length).toBe(0)
  await listen(url)
})

it('the stand-in refuses WebSockets on other paths with 404', async () => {
  const { url } = await serve()
  await expect(connect(`${url}/v2`)).rejects.toThrow('404')
})

it('the stand-in can break a WebSocket without a closing handshake', async () => {
  const { broker, standIn, url } = await serve()
  const client = await listen(url)
  standIn.stream.faults.next(1, { kind: 'drop' })
  order(broker)
  expect(await client.ended).toBe(1006)
})

it('the stand-in ends with its open WebSockets', async () => {
  const { url } = await serve()
  const client = await listen(url)
  await closers.shift()?.()
  expect(await client.ended).toBe(1006)
})
