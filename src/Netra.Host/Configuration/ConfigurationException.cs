namespace Netra.Host;

/// <summary>The configuration is wrong. Its message names every wrong setting.</summary>
internal sealed class ConfigurationException(IEnumerable<string> faults)
    : Exception("The configuration is wrong:" + string.Concat(faults.Select(fault => Environment.NewLine + "  " + fault)));
