import { grouping } from './grouping'
import { oneMoreOrder } from './one-more'
import { oneWindow } from './one-window'
import { recogniser } from './recogniser'

console.log(grouping())
console.log(recogniser())
console.log(oneMoreOrder())
console.log(oneWindow())
