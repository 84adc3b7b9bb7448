// What a tablet needs seldom: preparing, a first report, the end. Kept on it with the rest, run only when it is needed.

export { Preparation } from "./prepare.js";
export { report as reportIncident } from "./incident.js";
export * from "./wipe.js";
