namespace Netra.Host.Tests;

public sealed class DashboardOptionsValidatorTests
{
    [Theory]
    [InlineData("00:15:00", "00:00:05", 100, null)]
    [InlineData("1.00:00:00", "00:01:00", 1_000, null)]
    [InlineData("00:00:59", "00:00:05", 100, "Netra:Dashboard:History")]
    [InlineData("1.00:00:01", "00:01:00", 100, "Netra:Dashboard:History")]
    [InlineData("01:00:00", "00:00:01", 100, "Netra:Dashboard:History")]
    [InlineData("00:15:00", "00:00:00.5", 100, "Netra:Dashboard:Interval")]
    [InlineData("00:15:00", "00:01:01", 100, "Netra:Dashboard:Interval")]
    [InlineData("00:15:00", "00:00:05", 0, "Netra:Dashboard:MaxErrors")]
    [InlineData("00:15:00", "00:00:05", 1_001, "Netra:Dashboard:MaxErrors")]
    public void Validate_Settings_NamesTheOneThatIsWrong(string history, string interval, int maxErrors, string? wrong)
    {
        var options = new DashboardOptions { History = TimeSpan.Parse(history, null), Interval = TimeSpan.Parse(interval, null), MaxErrors = maxErrors };

        var result = new DashboardOptionsValidator().Validate(null, options);

        Assert.Equal(wrong is null, result.Succeeded);
        if (wrong is not null) Assert.Contains(wrong, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
