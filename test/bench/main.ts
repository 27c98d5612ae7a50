import { availableParallelism, cpus } from 'node:os'
import { grouping } from './grouping'
import { memory } from './memory'
import { oneMoreOrder } from './one-more'
import { recogniser } from './recogniser'

const [cpu] = cpus()
console.log(
  `Node ${process.version}, one thread of ${availableParallelism()}, ${cpu?.model ?? '?'}\n`,
)
console.log(grouping())
console.log(recogniser())
console.log(oneMoreOrder())
console.log(await memory())
