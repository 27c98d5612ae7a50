import { fixturePayloads } from './payloads'
import { describeShapes } from './shapes'

describeShapes('test/fixtures/alpaca', fixturePayloads)
