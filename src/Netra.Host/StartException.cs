namespace Netra.Host;

/// <summary>The host could not start. The log has the reason whole.</summary>
internal sealed class StartException(Exception reason) : Exception(reason.Message, reason);
