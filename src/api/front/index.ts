export { front } from './handlers'
