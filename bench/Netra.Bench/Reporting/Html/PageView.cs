namespace Netra.Bench.Reporting.Html;

/// <summary>All that <c>Page.razor</c> shows, ready to be shown: texts, and places on charts. Public, as its parts are, because the parameters of a component must be.</summary>
/// <param name="Title">The title, and the heading of the page.</param>
/// <param name="Lead">What the page shows, in a sentence.</param>
/// <param name="Style">The style sheet.</param>
/// <param name="Facts">What and where.</param>
/// <param name="Warnings">What makes the figures worth less.</param>
/// <param name="Sections">One for each setting of a workload.</param>
/// <param name="Required">What was required and what came; null when nothing was.</param>
/// <param name="Repeat">The command line that repeats the run.</param>
public sealed record PageView(
    string Title, string Lead, string Style, IReadOnlyList<FactView> Facts, IReadOnlyList<string> Warnings, IReadOnlyList<SectionView> Sections, TableView? Required, string Repeat);
