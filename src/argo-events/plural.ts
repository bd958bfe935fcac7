export { pluralOf } from '../lint/rights/plural';
