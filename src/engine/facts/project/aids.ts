/**
 * Folders of what helps those who develop a product, and is no part of it: what a product calls so lies deeper. What plays
 * another service's part is called a mock, a dummy, a fake or a stub.
 */
const aids =
  /^(?:docker|sandbox|playgrounds?|experiments?|hack|local)\/|(?:^|\/)(?:dev|dev[-_]?(?:tools?|env\w*|utils?|servers?)|local[-_]?dev\w*|(?:[\w-]+[-_])?(?:mock(?:ed|s)?|dummy|dummies|fakes?|stubs?)(?:[-_][\w-]+)?)\//i;

/** True for a file that helps those who develop a product. @param relative its path in the project */
export const isDevelopersAid = (relative: string): boolean => aids.test(relative);
