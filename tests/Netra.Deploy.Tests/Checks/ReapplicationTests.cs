using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class ReapplicationTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["CronJob netra-new-epoch: must be suspended"] = set => set.One<V1CronJob>("netra-new-epoch").Spec.Suspend = null,
        ["CronJob netra-migrate: must be there before what it prepares"] = set => set.One<V1CronJob>("netra-migrate").Metadata.Labels.Remove("netra/step"),
        ["CronJob netra-migrate: must run the command that it is named for"] = set => set.Container("netra-migrate").Args = ["new-epoch"],
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_CommandThatIsNone_IsFound(string finding) => Assert.Equal([finding], Broken.Find(Reapplication.Check, Changes[finding]));

    [Fact]
    public void Check_Job_IsFound()
    {
        var set = Overlay.Read(Overlay.Production).With(new V1Job { Kind = "Job", Metadata = new V1ObjectMeta { Name = "netra-migrate" } });

        Assert.Equal(["Job netra-migrate: can't be changed once it is there; must be a CronJob that is suspended"], Reapplication.Check(set));
    }

    [Fact]
    public void Patches_OfOverlays_AreOneDocumentInEachFile()
    {
        // The Kustomize of the oldest kubectl that the pages name takes no more; newer ones do, so that building the overlays here does not tell.
        var files = PatchFiles.All.ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(1, PatchFiles.CountDocuments(file)));
    }

    [Theory]
    [InlineData("# a\na: 1\n", 1)]
    [InlineData("a: 1\n---\nb: 2\n", 2)]
    [InlineData("- op: add\n", 1)]
    public void CountDocuments_Text_CountsThem(string yaml, int expected) => Assert.Equal(expected, PatchFiles.CountDocumentsOf(yaml));
}
