namespace Netra.EndToEnd.Tests;

/// <summary>A host of Production with a key for its operators.</summary>
internal static class AdminHost
{
    public const string Key = "admin-key";

    public static HostSettings Settings() => ProductionHost.Settings()
        .With("Netra:Dashboard:Interval", "00:00:01")
        .With("Netra:Api:Keys:3:Name", "operator")
        .With("Netra:Api:Keys:3:Sha256", ApiKeyTests.HashOf(Key))
        .With("Netra:Api:Keys:3:Scopes:0", "admin");
}
