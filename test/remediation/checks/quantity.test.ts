import { amountOf, isQuantity } from '../../../src/remediation/checks/values';

// What Kubernetes makes of a quantity: Quantity.String in k8s.io/apimachinery/pkg/api/resource.
test.each(['0', '1', '500m', '1500m', '100M', '1500M', '2k', '64Mi', '1536Mi', '10Gi', '1024'])(
  '%s is kept',
  (value) => expect(isQuantity(value)).toBe(true),
);

test.each([
  '0.5',
  '1000m',
  '1000',
  '1024Mi',
  '2048Ki',
  '1.5Gi',
  '01',
  '+1',
  '1e3',
  '1K',
  '1ki',
  '',
  '-1',
  ' 1',
  1,
  null,
])('%j is not', (value) => expect(isQuantity(value)).toBe(false));

test.each([
  ['0', 0],
  ['1024', 1024],
  ['1500m', 1.5],
  ['2k', 2000],
  ['3Ki', 3072],
  ['100M', 1e8],
  ['64Mi', 64 * 2 ** 20],
  ['1G', 1e9],
  ['10Gi', 10 * 2 ** 30],
  ['2T', 2e12],
  ['1Ti', 2 ** 40],
  ['3P', 3e15],
  ['1Pi', 2 ** 50],
])('%s is %d', (quantity, amount) => expect(amountOf(quantity)).toBe(amount));
