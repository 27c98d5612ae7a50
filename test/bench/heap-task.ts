import { z } from 'zod'
import { groupOrders } from '../../src/engine/group'
import { accountOf } from './accounts'
import { foldInChunks, WINDOW_SECONDS } from './chunks'
import { GeneratedReader } from './generated-reader'

const task = z
  .object({ legs: z.number(), how: z.enum(['whole', 'in chunks', 'facts alone']) })
  .parse(JSON.parse(process.argv[2] ?? ''))

if (task.how === 'in chunks') {
  const reader = new GeneratedReader(task.legs)
  const { checkpoints } = foldInChunks(reader.of, reader)
  if (checkpoints === 0) throw new Error('no checkpoint was saved')
} else {
  const [facts] = accountOf(task.legs, 1)
  if (facts && task.how === 'whole') groupOrders(facts, { windowSeconds: WINDOW_SECONDS })
}
