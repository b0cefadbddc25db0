using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Bench.Reporting.Html;

namespace Netra.Bench.Reporting;

/// <summary>A run as a page that holds all that it needs: it is read without a network and without scripts. Its template is <c>Page.razor</c>.</summary>
internal static class HtmlPage
{
    public static async Task<string> RenderAsync(RunReport report)
    {
        var view = PageViews.Of(report, await ReadStyleAsync());
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Page.View)] = view });
            return (await renderer.RenderComponentAsync<Page>(parameters)).ToHtmlString();
        });
    }

    private static async Task<string> ReadStyleAsync()
    {
        await using var resource = typeof(HtmlPage).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(resource);
        return await reader.ReadToEndAsync();
    }
}
