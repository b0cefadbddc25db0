namespace Netra.Deploy.Tests;

public sealed class ManifestChecksTests
{
    [Theory]
    [InlineData(Overlay.Local)]
    [InlineData(Overlay.Production)]
    [InlineData(Overlay.Everything)]
    public void Check_Overlay_FindsNothing(string overlay) => Assert.Empty(ManifestChecks.Check(Overlay.Read(overlay)));

    [Fact]
    public void Check_Production_HasNoSecret() => Assert.DoesNotContain(Overlay.Read(Overlay.Production).Objects, one => one.Kind == "Secret");
}
