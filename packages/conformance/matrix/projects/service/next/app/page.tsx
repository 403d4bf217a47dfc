import { countServices } from './actions';

export default async function Page({ searchParams }: { searchParams: Promise<{ services?: string }> }) {
  const { services = 'not counted yet' } = await searchParams;
  return (
    <form action={countServices}>
      <p>Services: {services}</p>
      <button>Count</button>
    </form>
  );
}
