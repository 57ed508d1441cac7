using TopologyLang.Language.Queries.Completion;

namespace TopologyLang.Language.Tests.Queries;

/// <summary>What is proposed at a cursor of a file that is half typed, after <see cref="Cursor.Machine"/>.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("¦", "import host iommu device domain guest program scenario template expect")]
    [InlineData("ho¦", "host")]
    [InlineData("// a comment ¦", null)]
    [InlineData("import \"a¦", null)]
    [InlineData("device ¦", "")]
    [InlineData("device d ¦", "behind on")]
    [InlineData("device d behind ¦", "gfx")]
    [InlineData("device d on desk ¦", "")]
    [InlineData("program p ¦", "in on using")]
    [InlineData("program p in vm ¦", "using")]
    [InlineData("program p in vm using igpu, ¦", "nic")]
    [InlineData("template t : ¦", "host iommu device domain guest")]
    [InlineData("iommu i on desk {\n  sno¦", "snoop_control")]
    [InlineData(
        "iommu i on desk {\n  model = amd_vi\n  ¦\n}",
        "interrupt_remapping device_tlb dirty_tracking snp_mode0 page_table"
    )]
    [InlineData("guest g on desk { confidential = ¦ }", "none sev sev_es sev_snp tdx")]
    [InlineData("guest g on desk { vmm_version = ¦ }", "11.1 10.1 9.1")]
    [InlineData("guest g on desk { vmm = qemu  vcpus = 1  memory = 1GiB  assign = []  kvm_vfio = yes  wb¦ }", "wbinvd")]
    [InlineData("device d behind gfx { no_snoop = ¦", "hardwired_zero disabled enabled used")]
    [InlineData("device d behind gfx { ats = ¦ }", "yes no")]
    [InlineData("device d behind gfx { ats = yes¦ }", "yes")]
    [InlineData("device d behind gfx { bus = ¦", "pcie platform")]
    [InlineData("device d behind gfx { bus = pcie ¦", "0000:02:00.0 0000:00:02.1 0000:01:00.1")]
    [InlineData("device d behind gfx { vf_of = n¦", "nic")]
    [InlineData("domain s on desk { attach = [igpu, ¦] }", "nic")]
    [InlineData("guest g on desk { assign = [¦", "igpu nic")]
    [InlineData("guest g on desk { assign = [nic ¦", "via")]
    [InlineData("guest g on desk { assign = [nic via ¦", "space")]
    [InlineData("host h { kernel = 6.1¦", "6.19 6.18 6.17 6.16 6.15 6.14 6.13 6.12 6.11 6.10 6.1")]
    [InlineData("program p in vm using igpu {\n  ¦", "buffer cpu host dma sync_for_device sync_for_cpu recycle")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB ¦", "wb wt wc uc normal_nc device")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  cpu ¦", "0 1 all")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  host cpu ¦", "0 1 2 3")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  cpu 0 write ¦", "b")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  dma ¦", "read write igpu wait interrupt")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  dma read b ¦", "no_snoop")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  dma igpu ¦", "read write wait interrupt")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  dma write b ¦", "no_snoop relaxed")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wb\n  dma write b no_snoop ¦", "relaxed")]
    [InlineData(
        "program p in vm using igpu {\n  cpu 0 barrier ¦",
        "mb rmb wmb dma_mb dma_rmb dma_wmb smp_mb smp_rmb smp_wmb"
    )]
    [InlineData("program p in vm using igpu {\n  cpu 0 doorbell ¦", "igpu")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wc alias ¦", "linear_map none")]
    [InlineData("scenario s {\n  at¦", "attach")]
    [InlineData("scenario s {\n  attach igpu to ¦", "space")]
    [InlineData("scenario s {\n  kvm ¦", "add remove")]
    [InlineData("scenario s {\n  set igpu no_snoop ¦", "enabled disabled")]
    [InlineData("scenario s {\n  run ¦", "flip")]
    [InlineData("expect igpu ¦", "in")]
    [InlineData("expect igpu in box ¦", "1 2 3 4")]
    [InlineData("expect attach igpu to space fails ¦", "EINVAL EBUSY")]
    [InlineData("expect flip ¦", "coherent stale overwritten")]
    [InlineData("expect flip stale ¦", "device_reads_stale cpu_reads_stale dma_write_lost information_leak")]
    [InlineData("expect ig¦", "igpu igpu-page-recycle igpu-guest-sets-no-snoop")]
    [InlineData("expect day run ¦", "0")]
    [InlineData("expect day run 0 ¦", "coherent stale overwritten")]
    [InlineData("device d behind gfx { bus = pcie  reads = ¦ }", "ordered pipelined")]
    [InlineData("program p in vm using igpu {\n  cpu 0 doorbell igpu ¦", "relaxed")]
    [InlineData("program p in vm using igpu {\n  buffer b = 4KiB wc ¦", "shares alias")]
    public void Only_what_fits_is_proposed(string text, string? expected)
    {
        var cursor = Cursor.Parse(Cursor.Machine + text);

        var list = Completions.At(cursor.Bind(), "a.topo", cursor.Offset, ["EINVAL", "EBUSY"]);

        Assert.Equal(expected, list is null ? null : string.Join(' ', list.Items.Select(item => item.Label)));
    }

    [Fact]
    public void In_the_middle_of_a_file_the_declarations_after_the_cursor_count_too()
    {
        var cursor = Cursor.Parse("device d behind ¦\n" + Cursor.Machine);

        var list = Completions.At(cursor.Bind(), "a.topo", cursor.Offset, []);

        Assert.Equal(["gfx"], list!.Items.Select(item => item.Label));
    }

    [Fact]
    public void A_property_comes_with_its_default_and_its_sign()
    {
        var cursor = Cursor.Parse(Cursor.Machine + "guest g on desk { kvm¦ }");

        var item = Assert.Single(Completions.At(cursor.Bind(), "a.topo", cursor.Offset, [])!.Items);

        Assert.Equal("kvm_vfio = ", item.Insert);
        Assert.Equal("default yes", item.Detail);
        Assert.Contains("Default: `yes`", ProposalDocs.Of(null, item.Topic));
    }

    [Fact]
    public void The_templates_that_ship_with_the_product_are_proposed_for_their_kind()
    {
        var cursor = Cursor.Parse("template mine : device { }\ndevice d : ¦");

        var list = Completions.At(cursor.Bind(), "a.topo", cursor.Offset, [])!;

        Assert.Equal("mine", list.Items[0].Label);
        Assert.Contains(list.Items, item => item.Detail == "ships with the product");
        Assert.All(list.Items, item => Assert.NotNull(ProposalDocs.Of(cursor.Bind(), item.Topic)));
    }

    [Fact]
    public void The_word_under_the_cursor_is_replaced_whole()
    {
        var cursor = Cursor.Parse("device d behind gfx { bus = pcie 0000:0¦0:02.0 }");

        var replace = Completions.At(cursor.Bind(), "a.topo", cursor.Offset, [])!.Replace;

        Assert.Equal("0000:00:02.0", cursor.Text.Substring(replace.Start, replace.Length));
    }

    [Fact]
    public void No_place_of_a_file_that_is_cut_off_anywhere_is_too_much()
    {
        for (var end = 0; end <= Cursor.Machine.Length; end++)
        {
            var cursor = new Cursor(Cursor.Machine[..end], end);
            var list = Completions.At(cursor.Bind(), "a.topo", end, []);
            Assert.True(list is null || list.Replace.End <= end);
        }
    }
}
