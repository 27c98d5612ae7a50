import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Writes lines, and waits while the reader is slow. */
export interface Output {
  line: (text: string) => Promise<void>
}

/** The output to a stream. */
export const outputTo = (stream: Writable): Output => ({
  line: async (text) => {
    if (!stream.write(`${text}\n`)) await once(stream, 'drain')
  },
})

/**
 * Ends the process quietly when the reader of its output has enough, as `head` does, with the exit
 * code that stands.
 */
export function endWithReader(...streams: readonly Writable[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
}
