import type { ApiObject } from 'cdk8s';
import { remembered } from './remember';

/** An object as it is rendered. The checks of an app and its files take it from here, so that it is rendered once. */
export const renderedObject = remembered(
  (object: ApiObject): Readonly<Record<string, unknown>> => object.toJson() as Record<string, unknown>,
);
