// The cluster as this member of it knows it. Nothing is shown where the watcher is no member of one.
import { element, moment, numbers, setChildren, setText } from "./words.js";

const byId = (id) => document.getElementById(id);
const PARTITIONS = 1024;

const ENDED = {
  replaced: (name) => "Another process has joined the cluster as member " + name
    + ": this one checks and announces nothing any more, and does not come back.",
  failed: (name) => "Member " + name + " cannot follow the cluster's log and takes no part any more: the watcher's log says why,"
    + " and a new start lets it join again.",
  left: (name) => "Member " + name + " has left the cluster: other members check its targets, and a new start lets it join again.",
};

function notice(id, words) {
  const box = byId(id);
  box.hidden = words === null;
  if (words !== null) setText(box, words);
}

function names(members) {
  const all = members.map((each) => each.member);
  return all.length < 2 ? all.join("") : all.slice(0, -1).join(", ") + " and " + all[all.length - 1];
}

function lists(others, unlisted) {
  const hidden = unlisted === 0 ? "" : (unlisted === 1 ? "1 target is" : numbers.format(unlisted) + " targets are")
    + " not in the file of this member, and not shown here.";
  if (others.length === 0) return hidden === "" ? null : hidden;
  return "Members have different lists of targets: " + names(others) + (others.length === 1 ? " has" : " have")
    + " another one than this member. Until all have the same, the cluster has the targets of all lists."
    + (hidden === "" ? "" : " " + hidden);
}

// Before that, nothing is checked.
const JOINING = "This member has not joined the cluster yet, and checks nothing. If that lasts, the watcher's log says why.";

function summary(cluster, missed) {
  const count = cluster.members.length;
  return "Cluster: member " + cluster.member + ", role " + cluster.role + (cluster.leader ? ", leader" : "") + ", epoch "
    + numbers.format(cluster.epoch) + ", checks " + numbers.format(cluster.watched) + " of " + numbers.format(cluster.targets)
    + (cluster.targets === 1 ? " target" : " targets") + "; " + numbers.format(count) + (count === 1 ? " member" : " members")
    + (missed.length === 0 ? "" : ", not seen: " + names(missed));
}

function memberLine(each, cluster) {
  const own = each.member === cluster.member;
  const line = element("tr");
  const name = element("td");
  name.append(element("bdi", "", each.member), own ? (cluster.leader ? " (this member, leader)" : " (this member)") : "");
  const zone = element("td");
  zone.append(element("bdi", "", each.zone === "" ? "–" : each.zone));
  line.append(name, zone, element("td", "num", (each.partitions / PARTITIONS * 100).toFixed(1) + " %"),
    element("td", each.seen ? "" : "missed", each.seen ? "yes" : "no"));
  return line;
}

function table(cluster) {
  const head = element("tr");
  head.append(element("th", "", "Member"), element("th", "", "Zone"), element("th", "num", "Share"), element("th", "", "Seen"));
  const node = element("table");
  node.append(head, ...cluster.members.map((each) => memberLine(each, cluster)));
  return node;
}

export function showCluster(cluster) {
  byId("cluster").hidden = cluster === undefined;
  if (cluster === undefined) {
    for (const id of ["quorum", "role", "lists"]) notice(id, null);
    return;
  }
  const missed = cluster.members.filter((each) => !each.seen);
  const ended = ENDED[cluster.role];
  const joining = cluster.role === "joining";
  notice("role", ended ? ended(cluster.member) : joining ? JOINING : null);
  notice("quorum", cluster.noQuorumSince === undefined || ended || joining ? null : "This member has no quorum since " + moment(cluster.noQuorumSince)
    + ": states of other members' targets are as of then, and nothing is announced.");
  notice("lists", lists(cluster.members.filter((each) => each.sameTargets === false), cluster.unlisted));
  setText(byId("clusterWords"), summary(cluster, missed));
  setChildren(byId("clusterBody"), cluster.members.length === 0 ? [element("p", "small", "No members are known yet.")] : [table(cluster)]);
}
