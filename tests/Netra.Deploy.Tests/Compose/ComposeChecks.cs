using System.Globalization;
using System.Text.RegularExpressions;
using Netra.Gateway;
using Netra.Host;

namespace Netra.Deploy.Tests;

/// <summary>The services of a Compose file fit each other, the image, and the host's settings.</summary>
internal static partial class ComposeChecks
{
    private const string Healthy = "service_healthy";
    private const string Completed = "service_completed_successfully";

    public static IEnumerable<string> Check(ComposeFile file, Dockerfile image)
    {
        var services = file.Services.SelectMany(entry => OfService(entry.Key, entry.Value, file, image).Select(finding => $"{entry.Key}: {finding}"));
        var twice = file.Services.Values.SelectMany(service => service.Ports).Select(port => port[..port.LastIndexOf(':')]).GroupBy(port => port).Where(group => group.Count() > 1);
        var roles = file.Services.Values.Where(service => IsNetra(service) && service.Command.Count == 0).CountBy(service => Host(service, image).Role).ToDictionary();
        return services
            .Concat(twice.Select(port => $"the port {port.Key} is published twice"))
            .Concat(roles.GetValueOrDefault(NetraRole.Gateway) == 2 && roles.GetValueOrDefault(NetraRole.Silo) == 2 ? [] : ["there must be two gateways and two silos"]);
    }

    private static IEnumerable<string> OfService(string name, ComposeService service, ComposeFile file, Dockerfile image)
    {
        if (!service.Image.Contains(':', StringComparison.Ordinal) || service.Image.EndsWith(":latest", StringComparison.Ordinal)) yield return $"the image {service.Image} must have a tag, and not latest";
        foreach (var (other, dependency) in service.DependsOn)
        {
            if (other == name || !file.Services.TryGetValue(other, out var awaited)) yield return $"there is no service {other}";
            else if (dependency.Condition == Healthy && awaited.HealthCheck is null && !IsNetra(awaited)) yield return $"{other} has no health check to wait for";
            else if (dependency.Condition == Completed && awaited.Restart is "always" or "unless-stopped") yield return $"{other} is started again, and never complete";
            else if (dependency.Condition is not (Healthy or Completed)) yield return $"'{dependency.Condition}' is no condition of {other} to wait for";
        }

        foreach (var volume in service.Volumes.Select(volume => volume.Split(':')[0]).Where(volume => !file.Volumes.ContainsKey(volume))) yield return $"there is no volume {volume}";
        foreach (var port in service.Ports.Where(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal))) yield return $"{port} is published beyond this machine, with keys that everybody knows";
        foreach (var finding in DatabaseProbe.Check(service.HealthCheck?.Test ?? [])) yield return finding;
        if (!IsNetra(service)) yield break;
        foreach (var finding in OfNetra(service, image)) yield return finding;
    }

    private static IEnumerable<string> OfNetra(ComposeService service, Dockerfile image)
    {
        var environment = Environment(service, image);
        foreach (var fault in NetraSettings.FindFaults(environment)) yield return fault;
        if (service.Build is null || !File.Exists(Path.Combine(RepositoryFolder.Path, service.Build.Context, "Dockerfile"))) yield return "must be built from the Dockerfile";
        var declared = image.Instructions.Where(one => one.Name == "ARG").Select(one => one.Text).ToList();
        foreach (var argument in (service.Build?.Args ?? []).Keys.Where(argument => !declared.Contains(argument))) yield return $"the Dockerfile has no argument {argument}";
        if (!service.ReadOnly || service.CapDrop is not ["ALL"] || service.SecurityOpt is not ["no-new-privileges:true"]) yield return "must be read-only and without privileges";
        if (service.Command is ["migrate"])
        {
            if (!TriesAgain().IsMatch(service.Restart)) yield return "must be tried again when it fails, and not for ever";
            yield break;
        }

        if (service.Command.Count > 0) yield return $"'{string.Join(' ', service.Command)}' is no command that is known here";
        if (service.Restart != "unless-stopped") yield return "must be started again when it ends";
        var grace = TimeSpan.FromSeconds(int.Parse(service.StopGracePeriod.TrimEnd('s'), CultureInfo.InvariantCulture));
        if (grace <= NetraSettings.Read<DrainOptions>(environment, "Drain").GracePeriod) yield return "stop_grace_period must be longer than the drain";
        var host = Host(service, image);
        var url = NetraHostOptionsValidator.PortOf(host.Url);
        foreach (var port in service.Ports.Where(port => !host.HasGateway || port.Split(':')[^1] != $"{url}")) yield return $"{port}: nothing listens there that is for others";
        if (host.HasGateway && service.Ports.Count == 0) yield return "publishes no port";
    }

    private static bool IsNetra(ComposeService service) => service.Image.StartsWith("netra:", StringComparison.Ordinal);

    private static NetraHostOptions Host(ComposeService service, Dockerfile image) => NetraSettings.Read<NetraHostOptions>(Environment(service, image), "");

    private static Dictionary<string, string?> Environment(ComposeService service, Dockerfile image)
    {
        var environment = image.Environment.ToDictionary();
        foreach (var (name, value) in service.Environment) environment[name] = value;
        return environment;
    }

    [GeneratedRegex("^on-failure:[1-9][0-9]?$")]
    private static partial Regex TriesAgain();
}
