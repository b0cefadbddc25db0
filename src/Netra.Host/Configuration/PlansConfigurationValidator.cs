using Microsoft.Extensions.Options;
using Netra.Gateway;

namespace Netra.Host;

/// <summary>
/// Looks for settings that do not exist, also when the plans are read again: the binder would pass over a name that is written wrongly. And for files that were there
/// at start and are gone: the configuration takes such a file for an empty one, and users would be held to other limits than anybody has written.
/// </summary>
internal sealed class PlansConfigurationValidator(IConfigurationSection plans, IConfigurationBuilder configuration) : IValidateOptions<PlansOptions>
{
    private readonly List<FileConfigurationSource> _files = [.. configuration.Sources.OfType<FileConfigurationSource>().Where(IsThere)];

    public ValidateOptionsResult Validate(string? name, PlansOptions options)
    {
        var faults = ConfigurationCheck.FindFaults(plans, new Dictionary<string, Type> { [""] = typeof(IDictionary<string, PlanOptions>) }).ToList();
        foreach (var file in _files.Where(file => !IsThere(file))) faults.Add($"the configuration file '{file.Path}' is gone");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static bool IsThere(FileConfigurationSource file) => file is { FileProvider: { } files, Path: { } path } && files.GetFileInfo(path).Exists;
}
