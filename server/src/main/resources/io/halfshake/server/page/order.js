// Which targets are shown, and in which order.

const RANKS = { down: 0, unknown: 1, up: 2 };

const rank = (target) => RANKS[target.data.state] + (target.data.inDoubt ? -0.5 : 0);
const isDown = (target) => target.data.state === "down";

/**
 * The groups with the members that are shown, in their order. The wish has state (or "all"), text, group (a value of the choice of
 * groups), downFirst and grouped. A first group whose name is null has those that are down, of all groups.
 */
export function groupsInOrder(targets, wish) {
  const groups = new Map();
  for (const target of targets) {
    const key = wish.grouped ? target.group : "";
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { name: key, members: [], counts: { up: 0, down: 0, unknown: 0 }, order: target.order }));
    if ((wish.state !== "all" && target.data.state !== wish.state) || (wish.group !== "*" && "=" + target.group !== wish.group)
      || !target.words.includes(wish.text)) continue;
    group.counts[target.data.state]++;
    group.order = Math.min(group.order, target.order);
    group.members.push(target);
  }
  const list = [...groups.values()].filter((group) => group.members.length > 0);
  for (const group of list) {
    group.members.sort((a, b) => (wish.downFirst && rank(a) - rank(b)) || a.order - b.order);
    group.rank = group.counts.down > 0 ? 0 : group.counts.unknown > 0 ? 1 : 2;
  }
  // Those without a group come last.
  list.sort((a, b) => (wish.downFirst && a.rank - b.rank) || (a.name === "") - (b.name === "") || a.order - b.order);
  return wish.downFirst ? withDownFirst(list) : list;
}

/** Else what is up in the first group would fill the screen before what is down in the second. Where all is down, groups say more. */
function withDownFirst(list) {
  const down = list.flatMap((group) => group.members.filter(isDown));
  const rest = list
    .map((group) => ({ ...group, members: group.members.filter((target) => !isDown(target)) }))
    .filter((group) => group.members.length > 0);
  if (list.length < 2 || down.length === 0 || rest.length === 0) return list;
  return [{ name: null, members: down, counts: { up: 0, down: down.length, unknown: 0 } }, ...rest];
}
