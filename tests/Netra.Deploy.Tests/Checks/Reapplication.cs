using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>
/// An installation can be applied again with another image or another setting: nothing in it has a pod template that can't be changed. So the commands are CronJobs
/// that never run, from which Jobs are made.
/// </summary>
internal static class Reapplication
{
    public static IEnumerable<string> Check(ManifestSet set)
    {
        foreach (var job in set.All<V1Job>()) yield return $"Job {job.Metadata.Name}: can't be changed once it is there; must be a CronJob that is suspended";
        foreach (var command in set.All<V1CronJob>())
        {
            var name = $"CronJob {command.Metadata.Name}";
            if (command.Spec.Suspend != true) yield return $"{name}: must be suspended";
            if (command.Metadata.Labels.All(label => label is not { Key: "netra/step", Value: "prepare" })) yield return $"{name}: must be there before what it prepares";
            if (command.Spec.JobTemplate.Spec.Template.Spec.Containers[0].Args is not [var argument] || $"netra-{argument}" != command.Metadata.Name)
                yield return $"{name}: must run the command that it is named for";
        }
    }
}
