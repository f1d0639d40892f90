import { expect, test } from '@playwright/test';

test('an order is found', async ({ page }) => {
  await page.goto(process.env.PAGE);
  await page.getByRole('button', { name: 'Ask' }).click();
  await expect(page.getByRole('status')).toContainText('on its way');
});
