using Microsoft.Extensions.Options;
using Netra.Gateway;

namespace Netra.Host;

/// <summary>Looks for settings that do not exist, also when the plans are read again: the binder would pass over a name that is written wrongly.</summary>
internal sealed class PlansConfigurationValidator(IConfigurationSection plans) : IValidateOptions<PlansOptions>
{
    public ValidateOptionsResult Validate(string? name, PlansOptions options)
    {
        var faults = ConfigurationCheck.FindFaults(plans, new Dictionary<string, Type> { [""] = typeof(IDictionary<string, PlanOptions>) }).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
